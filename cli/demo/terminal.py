"""The story on the screen: lines as they happen, a progress line below, a table at the end."""

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

from cli.demo.evidence import Evidence
from cli.demo.steps import findings
from cli.demo.story import Line
from cli.demo.summary import Spread, Summary, Timings

DONE, OPEN = "●", "○"


class Terminal:
    """Where the story is told. Without a terminal it is plain lines."""

    def __init__(self, console: Console, *, is_live: bool) -> None:
        """Write to `console`.

        Args:
            console: Of rich.
            is_live: Whether to keep a progress line at the bottom.
        """
        self._console = console
        self._shown: Text | None = None
        self._live = Live(console=console, auto_refresh=False, transient=True) if is_live else None

    def __enter__(self) -> Self:
        """Begin the progress line."""
        if self._live is not None:
            self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take the progress line away."""
        if self._live is not None:
            self._live.stop()

    def tell(self, line: Line) -> None:
        """Print one line of the story."""
        self._console.print(line.rendered())

    def note(self, text: str) -> None:
        """Print something about the demonstration itself."""
        self._console.print(Text(text, style="bold"))

    def progress(self, seen: Evidence) -> None:
        """Show which steps have happened."""
        if self._live is None:
            return
        line = progress_line(seen)
        if line != self._shown:
            self._shown = line
            self._live.update(line, refresh=True)

    def conclude(self, summary: Summary) -> None:
        """Print the two tables."""
        self._console.print(steps_table(summary))
        self._console.print(timings_table(summary.timings))


def progress_line(seen: Evidence) -> Text:
    """Return a mark for each of the six steps, and the first that has not happened yet."""
    judged = findings(seen)
    line = Text()
    for _, finding in judged:
        mark, style = (DONE, "green") if finding.happened else (OPEN, "dim")
        line.append(f"{mark} ", style)
    coming = next((step for step, finding in judged if not finding.happened), None)
    line.append(f" next: {coming.number} {coming.title}" if coming else " all six", "dim")
    return line


def steps_table(summary: Summary) -> Table:
    """Return the six steps with their evidence."""
    table = Table(title="The morning", title_justify="left")
    for heading in ("", "step", "happened", "evidence"):
        table.add_column(heading)
    for step in summary.steps:
        style = "green" if step.happened else "bold red"
        happened = Text("yes" if step.happened else "NO", style=style)
        table.add_row(str(step.number), step.title, happened, Text(step.evidence))
    return table


def timings_table(timings: Timings) -> Table:
    """Return every figure measured."""
    table = Table(title="Measured, in seconds", title_justify="left")
    for heading in ("", "n", "p50", "p95", "worst"):
        table.add_column(heading, justify="left" if not heading else "right")
    spreads = {
        "answer to a closed question → reply, heard from outside": timings.closed_turn_outside,
        "any answer → reply, heard from outside": timings.any_turn_outside,
        "answer to a closed question → reply, as the robot sees it": timings.closed_turn_inside,
        "due → first sample": timings.due_to_first_sample,
    }
    for name, spread in spreads.items():
        table.add_row(name, *_row(spread))
    singles = {
        "a cry lasts": timings.cry_lasts_s,
        "cry begins → silence": timings.cry_to_silence_s,
        "cry begins → answer": timings.cry_to_answer_s,
        "cry begins → alert on the server": timings.cry_to_alert_s,
        "cry ends → silence (negative: before)": timings.cry_end_to_silence_s,
        "cry ends → alert on the server (negative: before)": timings.cry_end_to_alert_s,
    }
    for name, seconds in singles.items():
        table.add_row(name, "", _figure(seconds), "", "")
    return table


def _row(spread: Spread) -> tuple[str, str, str, str]:
    figures = (_figure(spread.p50_s), _figure(spread.p95_s), _figure(spread.worst_s))
    return (str(spread.count), *figures)


def _figure(seconds: float | None) -> str:
    return "–" if seconds is None else f"{seconds:.2f}"
