"""A measured figure, and how it is taken."""

import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure of one run."""

    name: str
    value: float
    unit: str
    note: str = ""
    """What it was measured on, and the goal where there is one."""

    def as_json(self) -> dict[str, Any]:
        """Return the row for build/bench.json."""
        return asdict(self)


def median_s(work: Callable[[], object], repeats: int = 5) -> float:
    """Return the median of `repeats` wall-clock times of `work`, seconds."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)
