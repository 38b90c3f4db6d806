"""A resident over some time as the pages show it: adherence by item and grade, and answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from care_api.tasks.adherence import Adherence, Count, Period
from care_api.tasks.answers import LEVELS, Series
from care_api.web.charts import Block, Column, Mark, in_rows, stacked
from care_api.web.meanings import meaning
from care_api.web.period import Chosen
from care_api.web.times import Times
from care_api.web.wording import mark
from schedules.care_plan import QuestionKind

PARTS: Mapping[Count, str] = MappingProxyType(
    {
        Count.OBSERVED_TAKEN: mark("Seen by staff"),
        Count.DISPENSED: mark("The dispenser opened; not seen"),
        Count.TOUCHED_TAKEN: mark("Pressed that it was taken; not seen"),
        Count.SAID_TAKEN: mark("Said that it was taken; not seen"),
        Count.ANSWERED: mark("Answered"),
        Count.NOT_TAKEN: mark("Said that it was not taken"),
        Count.REFUSED: mark("Refused"),
        Count.MISSED: mark("No answer that counts"),
        Count.OPEN: mark("Not over yet"),
    }
)
"""What a task can have come to, from what is known best to what is not known."""

ASIDE: Mapping[Count, str] = MappingProxyType(
    {
        Count.DUE: mark("Planned"),
        Count.AS_NEEDED: mark("Reported, as needed"),
        Count.ANNOUNCED: mark("The robot spoke"),
        Count.SHOWN: mark("Shown on the screen, not spoken"),
        Count.HEARD: mark("Somebody made a sound"),
        Count.CONTRADICTED: mark("Different things were reported"),
    }
)
"""What is counted besides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One day, week or month of an item."""

    starts_on: date
    label: str
    counts: Mapping[Count, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemChart:
    """How one plan item went."""

    title: str
    kind: str
    totals: Mapping[Count, int]
    blocks: tuple[Block, ...]
    highest: int
    """The count that the chart's height stands for."""
    steps: tuple[Step, ...]
    """Only those in which something was due, or was taken as needed."""

    @property
    def parts(self) -> tuple[Count, ...]:
        """What happened at all."""
        return tuple(part for part in PARTS if self.totals[part])

    @property
    def aside(self) -> tuple[Count, ...]:
        """What is counted besides; as needed, only where there was any."""
        is_as_needed = self.totals[Count.AS_NEEDED] > 0
        return tuple(each for each in ASIDE if each is not Count.AS_NEEDED or is_as_needed)


def item_charts(found: Sequence[Adherence], chosen: Chosen, times: Times) -> tuple[ItemChart, ...]:
    """Return each item's chart, in the order of the counts."""
    by_item: dict[object, list[Adherence]] = {}
    for each in found:
        by_item.setdefault(each.item_id, []).append(each)
    starts = step_starts(chosen)
    return tuple(_item_chart(counts, starts, chosen.step, times) for counts in by_item.values())


def step_starts(chosen: Chosen) -> tuple[date, ...]:
    """Return the first date of each day, week or month, none left out."""
    starts: list[date] = []
    for number in range(chosen.days):
        on = chosen.first_on + timedelta(days=number)
        is_first = {
            Period.DAY: True,
            Period.WEEK: on.weekday() == 0,
            Period.MONTH: on.day == 1,
            Period.WHOLE: False,
        }[chosen.step]
        if is_first or not starts:
            starts.append(on)
    return tuple(starts)


def _item_chart(
    found: Sequence[Adherence], starts: Sequence[date], period: Period, times: Times
) -> ItemChart:
    counts = {each.starts_on: each.counts for each in found}
    columns = [
        Column(
            label=step_label(on, period, times),
            parts={part.value: counts[on][part] if on in counts else 0 for part in PARTS},
        )
        for on in starts
    ]
    blocks, highest = stacked(columns)
    return ItemChart(
        title=found[-1].title,
        kind=found[-1].kind,
        totals={count: sum(each.counts[count] for each in found) for count in Count},
        blocks=blocks,
        highest=highest,
        steps=tuple(
            Step(starts_on=on, label=step_label(on, period, times), counts=counts[on])
            for on in starts
            if on in counts
        ),
    )


def step_label(on: date, period: Period, times: Times) -> str:
    """Return what a day, a week or a month is called, by its first date."""
    return times.month(on) if period is Period.MONTH else times.short_day(on)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerChart:
    """The answers to one question."""

    series: Series
    levels: tuple[str, ...]
    """Message ids or numbers, the highest first; empty where there is nothing to draw."""
    blocks: tuple[Block, ...]


def answer_chart(
    series: Series, chosen: Chosen, zone: ZoneInfo, say: Callable[[datetime], str]
) -> AnswerChart:
    """Return a question's answers, drawn where they have an order.

    Args:
        series: The answers.
        chosen: The time that the chart spans.
        zone: In which its days begin.
        say: Says a moment to whoever points at a mark.
    """
    levels = LEVELS[series.kind]
    start = datetime.combine(chosen.first_on, datetime.min.time(), zone)
    span = timedelta(days=chosen.days)
    marks = [
        Mark(
            row=answer.level,
            start=(answer.at - start) / span,
            end=(answer.at - start) / span + _MARK / chosen.days,
            part="worrying" if answer.is_worrying else "answer",
            label=say(answer.at),
        )
        for answer in series.answers
        if answer.level is not None
    ]
    is_scale = series.kind is QuestionKind.SCALE
    words = tuple(level if is_scale else meaning(level) for level in reversed(levels))
    return AnswerChart(
        series=series, levels=words, blocks=in_rows(marks, len(levels)) if levels else ()
    )


_MARK = 0.6
"""Width of an answer, days."""
