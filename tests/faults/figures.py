"""The figures of the faults, printed when all tests are over."""

from collections.abc import Iterable
from typing import Any

FIGURES = "figures"
"""The property of a test that has some."""


def print_figures(terminal: Any) -> None:  # noqa: ANN401 - pytest's terminal reporter has no public type
    """Print what was broken and what came of it, a line a test."""
    reports: Iterable[Any] = [report for found in terminal.stats.values() for report in found]
    told = [
        (report.nodeid.rsplit("::", 1)[-1], value)
        for report in reports
        for name, value in getattr(report, "user_properties", ())
        if name == FIGURES and report.when == "call"
    ]
    if told:
        terminal.section("faults")
    for test, figures in told:
        terminal.write_line(f"{test}: {figures}")
