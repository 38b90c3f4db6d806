"""Tells the person at the terminal how far the training is."""

import sys
import time

_SHARE_BETWEEN_LINES = 0.1


class Progress:
    """One stage after another, each with its own bar on standard error."""

    def __init__(self) -> None:
        self._stage = ""
        self._began_s = time.monotonic()
        self._next_line_at = _SHARE_BETWEEN_LINES
        self._is_terminal = sys.stderr.isatty()

    def begin(self, stage: str) -> None:
        """Start the next stage."""
        self._stage = stage
        self._began_s = time.monotonic()
        self._next_line_at = _SHARE_BETWEEN_LINES
        if not self._is_terminal:
            sys.stderr.write(f"{stage} ...\n")

    def show(self, share: float, note: str = "") -> None:
        """Say that `share`, 0 to 1, of the stage is done: a bar, or in a log every tenth."""
        if self._is_terminal:
            bar = "#" * round(30 * share)
            sys.stderr.write(f"\r{self._stage:<24} [{bar:<30}] {share:4.0%} {note}   ")
        elif share >= self._next_line_at:
            sys.stderr.write(f"  {share:4.0%} {note}\n")
            self._next_line_at = share + _SHARE_BETWEEN_LINES
        sys.stderr.flush()

    def end(self, result: str) -> None:
        """Close the stage with what came of it."""
        took_s = time.monotonic() - self._began_s
        if self._is_terminal:
            self.show(1.0)
            sys.stderr.write("\n")
        sys.stderr.write(f"  {result} ({took_s:.0f} s)\n")

    def note(self, text: str) -> None:
        """Say something besides."""
        sys.stderr.write(f"  {text}\n")
