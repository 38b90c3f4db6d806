"""What the person at the terminal sees: numbered steps, how far it is, what is being done now."""

import shutil
import time
from dataclasses import dataclass, field
from typing import TextIO

from tools.setup.steps import Step

_ERASE_LINE = "\r\x1b[K"


@dataclass(slots=True)
class Terminal:
    """Prints set-up's progress to `out`; on a real terminal, also what runs at the moment."""

    out: TextIO
    _started_s: float = field(default=0.0, init=False)

    def starts(self, step: Step, number: int, count: int, done_ratio: float) -> None:
        """Print the step's line."""
        self._started_s = time.monotonic()
        usual = f"usually {step.typical_s:.0f} s or less"
        self._print(f"[{number}/{count}] {done_ratio:4.0%}  {step.title} ({usual}) ...\n")

    def ends(self, step: Step) -> None:
        """Print how long the step took, in seconds."""
        took_s = time.monotonic() - self._started_s
        self.says(f"             {step.name} done in {took_s:.0f} s")

    def shows(self, line: str) -> None:
        """Show the latest line of a running command in place of the one before."""
        if self.out.isatty():
            width = shutil.get_terminal_size().columns - 16
            self._print(f"{_ERASE_LINE}             {line[:width]}")

    def says(self, line: str) -> None:
        """Print one line."""
        self._clear()
        self._print(f"{line}\n")

    def _clear(self) -> None:
        if self.out.isatty():
            self._print(_ERASE_LINE)

    def _print(self, text: str) -> None:
        self.out.write(text)
        self.out.flush()
