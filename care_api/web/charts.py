"""Charts as rectangles on a field of 1000 by 100, stretched to whatever room there is: pure.

Words stand beside the picture in HTML, so that they keep their size; a table stands behind it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 1000.0, 100.0
_GAP = 0.15
"""Ratio of a column that stays empty."""
_THINNEST = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One rectangle, and what it says to whoever points at it."""

    x: float
    y: float
    width: float
    height: float
    part: str
    """What it stands for: decides colour and pattern."""
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One bar of a stacked chart: a day, a week, a month."""

    label: str
    parts: Mapping[str, int]
    """Part -> how many, in the order from the bottom up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Something that lasted, in one row of a chart."""

    row: int
    """0 for the lowest."""
    start: float
    """Ratio of the chart's time at which it begins, 0 to 1."""
    end: float
    part: str
    label: str


def stacked(columns: Sequence[Column]) -> tuple[tuple[Block, ...], int]:
    """Return the columns side by side as blocks, and the highest column's count."""
    highest = max((sum(column.parts.values()) for column in columns), default=0)
    if not highest:
        return (), 0
    step = WIDTH / len(columns)
    blocks: list[Block] = []
    for index, column in enumerate(columns):
        below = 0
        for part, count in column.parts.items():
            if not count:
                continue
            blocks.append(
                Block(
                    x=round(step * (index + _GAP / 2), 2),
                    y=round(HEIGHT * (1 - (below + count) / highest), 2),
                    width=round(step * (1 - _GAP), 2),
                    height=round(HEIGHT * count / highest, 2),
                    part=part,
                    label=column.label,
                )
            )
            below += count
    return tuple(blocks), highest


def in_rows(marks: Sequence[Mark], rows: int) -> tuple[Block, ...]:
    """Return marks as blocks in `rows` rows, at least as wide as can be seen."""
    step = HEIGHT / rows
    blocks: list[Block] = []
    for mark in marks:
        width = max((mark.end - mark.start) * WIDTH, _THINNEST)
        blocks.append(
            Block(
                x=round(min(mark.start * WIDTH, WIDTH - width), 2),
                y=round(HEIGHT - step * (mark.row + 1) + step * _GAP, 2),
                width=round(width, 2),
                height=round(step * (1 - 2 * _GAP), 2),
                part=mark.part,
                label=mark.label,
            )
        )
    return tuple(blocks)
