import io
from collections.abc import Callable

from rich.console import Console

from cli.demo.evidence import Evidence
from cli.demo.summary import summarise
from cli.demo.terminal import Terminal, progress_line
from schedules.locale import Locale

MorningWithout = Callable[..., Evidence]


def test_the_progress_line_names_the_step_that_is_waited_for(
    morning_without: MorningWithout,
) -> None:
    assert progress_line(morning_without(3, 5)).plain == (
        "● ● ○ ● ○ ●  next: 3 a worrying answer alerts"
    )


def test_at_the_end_all_six_are_marked(morning_without: MorningWithout) -> None:
    assert progress_line(morning_without()).plain == "● ● ● ● ● ●  all six"


def test_the_tables_say_what_happened_what_is_missing_and_how_fast(
    morning_without: MorningWithout,
) -> None:
    written = io.StringIO()
    terminal = Terminal(Console(file=written, width=200), is_live=False)
    with terminal:
        summary = summarise(
            morning_without(4), Locale.NB_NO, duration_s=200.0, first_sentence_after_s=5.0
        )
        terminal.conclude(summary)
    shown = written.getvalue()
    assert "missing: a reminder to Arne that went to the nurse unanswered" in shown
    assert "all 60 stored exactly once" in shown
    assert "cry begins → silence" in shown
