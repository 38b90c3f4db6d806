"""Running other programs: their output goes to the log, and its last line to whoever watches."""

import re
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.setup.failure import SetupFailed

_ERROR = re.compile(r"^(npm )?error\b|\berror:|^CMake Error|^E: ", re.IGNORECASE)
_LONGEST_TELLING = 200


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

    def run(
        self,
        command: Sequence[str | Path],
        env: Mapping[str, str] | None = None,
        remedy: str = "",
    ) -> None:
        """Run `command` to its end.

        Args:
            command: The program and its arguments.
            env: Replaces the whole environment when given.
            remedy: A sentence for the person whose set-up stops here.

        Raises:
            SetupFailed: The program is not there, or it ended with an error.
        """
        self.log.parent.mkdir(parents=True, exist_ok=True)
        words = [str(word) for word in command]
        with self.log.open("a", encoding="utf-8") as log:
            log.write(f"\n$ {' '.join(words)}\n")
            try:
                code, telling = self._follow(words, env, log.write)
            except OSError as error:
                raise SetupFailed(f"cannot start {words[0]}: {error.strerror}") from error
        if code != 0:
            called = " ".join([Path(words[0]).name, *words[1:4]])
            told = f"`{called}` ended with code {code}: {telling[:_LONGEST_TELLING]}"
            raise SetupFailed(f"{told}. {remedy} See {self.log}".replace("  ", " "))

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
    return so_far if _ERROR.search(so_far) else line
