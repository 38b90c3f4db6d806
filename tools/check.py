"""Every check of the code, one after the other: all are run, also when one finds something."""

import subprocess
import sys
from pathlib import Path

_BIN = Path(sys.prefix) / "bin"

CHECKS: dict[str, tuple[str | Path, ...]] = {
    "style": (_BIN / "ruff", "check", "."),
    "format": (_BIN / "ruff", "format", "--check", "."),
    "types": (_BIN / "mypy",),
    "imports": (_BIN / "lint-imports", "--no-logo"),
    "hosts": (sys.executable, "-m", "tools.hosts"),
}
"""What is looked at -> the command that looks."""


def main() -> int:
    """Run every check, name those that found something, and return 1 if there is one."""
    unhappy = []
    for name, command in CHECKS.items():
        print(f"── {name}", flush=True)
        if subprocess.run(command, check=False).returncode != 0:
            unhappy.append(name)
    print(f"Found something: {', '.join(unhappy)}." if unhappy else "All checks pass.")
    return 1 if unhappy else 0


if __name__ == "__main__":
    sys.exit(main())
