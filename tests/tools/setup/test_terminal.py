import io

from tools.setup.steps import Step
from tools.setup.terminal import Terminal


class RealTerminal(io.StringIO):
    def isatty(self) -> bool:
        return True


STEP = Step(name="packages", title="Python packages", typical_s=90, act=lambda: None)


def test_a_step_is_numbered_and_says_how_far_it_is() -> None:
    out = io.StringIO()

    Terminal(out).starts(STEP, number=3, count=7, done_ratio=0.25)

    assert out.getvalue() == "[3/7]  25%  Python packages (usually 90 s or less) ...\n"


def test_what_runs_at_the_moment_is_shown_on_a_terminal_only() -> None:
    log, screen = io.StringIO(), RealTerminal()

    Terminal(log).shows("compiling")
    Terminal(screen).shows("compiling")

    assert log.getvalue() == ""
    assert "compiling" in screen.getvalue()
