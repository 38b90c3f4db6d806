"""Running other programs: their output goes to the log, and its last line to whoever watches."""

import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.setup.failure import SetupFailed


@dataclass(frozen=True, slots=True)
class Shell:
    """Runs commands in one folder.

    Attributes:
        folder: Where commands start.
        log: Appended to with every command and all its output.
        show: Called with each line of output, so that a wait is not silent.
    """

    folder: Path
    log: Path
    show: Callable[[str], None]

    def run(self, command: Sequence[str | Path], env: Mapping[str, str] | None = None) -> None:
        """Run `command` to its end; `env` replaces the whole environment when given.

        Raises:
            SetupFailed: The program is not there, or it ended with an error.
        """
        self.log.parent.mkdir(parents=True, exist_ok=True)
        words = [str(word) for word in command]
        with self.log.open("a", encoding="utf-8") as log:
            log.write(f"\n$ {' '.join(words)}\n")
            try:
                code, last_error = self._follow(words, env, log.write)
            except OSError as error:
                raise SetupFailed(f"cannot start {words[0]}: {error.strerror}") from error
        if code != 0:
            raise SetupFailed(
                f"`{Path(words[0]).name} {' '.join(words[1:4])}` ended with code {code}: "
                f"{last_error} (all of it: {self.log})"
            )

    def _follow(
        self, words: list[str], env: Mapping[str, str] | None, write: Callable[[str], int]
    ) -> tuple[int, str]:
        telling = "it said nothing"
        with subprocess.Popen(
            words,
            cwd=self.folder,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        ) as process:
            for line in process.stdout or ():
                write(line)
                said = line.strip()
                if said:
                    self.show(said)
                    telling = _more_telling(telling, said)
        return process.returncode, telling


def _more_telling(so_far: str, line: str) -> str:
    """Return the line that better explains a failure: the first error seen, else the latest."""
    if "error" in so_far.lower():
        return so_far
    return line
