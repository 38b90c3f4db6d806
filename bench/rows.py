"""A measured figure, and how it is taken."""

import math
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure of one run."""

    name: str
    value: float
    unit: str
    note: str = ""
    """What it was measured on."""
    at_most: float | None = None
    """The target, None where there is none."""
    at_least: float | None = None
    """The target where more is better."""

    @property
    def verdict(self) -> str:
        """`met`, `MISSED`, or nothing where there is no target."""
        if self.at_most is None and self.at_least is None:
            return ""
        is_met = (self.at_most is None or self.value <= self.at_most) and (
            self.at_least is None or self.value >= self.at_least
        )
        return "met" if is_met else "MISSED"  # NaN, not measured, is missed

    @property
    def target(self) -> str:
        """As the table shows it."""
        if self.at_least is not None:
            return f"≥ {self.at_least:g}"
        return "" if self.at_most is None else f"≤ {self.at_most:g}"

    @property
    def line(self) -> str:
        """As it is told, whole at any width: the figure, what it must be, what it was taken on."""
        value = f"{self.value:.10g} {self.unit}".rstrip()
        goal = f"{self.target} {self.verdict}".strip()
        return f"{self.name:44}  {value:>20}  {goal:16}  {self.note}".rstrip()

    def as_json(self) -> dict[str, Any]:
        """Return the row for build/bench.json."""
        value = None if math.isnan(self.value) else self.value
        return {**asdict(self), "value": value, "verdict": self.verdict}


def median_s(work: Callable[[], object], repeats: int = 5) -> float:
    """Return the median of `repeats` wall-clock times of `work`, seconds."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def quantile(values: Sequence[float], ratio: float) -> float:
    """Return the smallest value that at least `ratio` of all do not exceed; NaN of none."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(ratio * len(ordered)) - 1)] if ordered else math.nan
