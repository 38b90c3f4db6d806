"""Renew the locks from pyproject.toml: names, versions and hashes, and no address.

`locks/ros.txt` is resolved first, since its pins leave the least choice, and bounds `python.txt`.
`locks/training.txt` is written by hand: pip installs it, without hashes.
"""

import subprocess
import sys
import tomllib
from pathlib import Path

OPTIONS = (
    "--generate-hashes",
    "--universal",
    "--python-version=3.11",
    "--no-header",  # header and annotations name the paths and options of one machine
    "--no-annotate",
    "--quiet",
)

SOURCES = {
    "uv": ("--group=uv",),
    "build": ("--group=build",),
    "ros": ("-",),
    "python": ("pyproject.toml", "--group=dev", "--constraints=locks/ros.txt"),
}
"""Lock name -> what it is compiled from; "-" is standard input."""


def ros_requirements(pyproject: Path) -> str:
    """Return the ROS wheels as requirements, one a line, bound to the one processor they run on."""
    groups = tomllib.loads(pyproject.read_text(encoding="utf-8"))["dependency-groups"]
    return "\n".join(f"{wheel} ; platform_machine == 'x86_64'" for wheel in groups["ros"])


def main(arguments: list[str]) -> int:
    """Compile every lock with `arguments`, such as --upgrade; return the first bad exit code."""
    uv = Path(sys.prefix) / "bin" / "uv"
    ros = ros_requirements(Path("pyproject.toml"))
    for name, sources in SOURCES.items():
        print(f"locks/{name}.txt")
        command: list[str | Path] = [uv, "pip", "compile", *OPTIONS, *sources, *arguments]
        command.append(f"--output-file=locks/{name}.txt")
        code = subprocess.run(command, input=ros, text=True, check=False).returncode
        if code != 0:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
