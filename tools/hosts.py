"""Check that no tracked file names a package registry: each machine has its own source of packages.

A lock names packages, versions and hashes; a mirror or a proxy then serves it as well as the
registry does.
"""

import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

REGISTRIES = tuple(
    ".".join(labels)
    for labels in (
        ("pypi", "org"),
        ("files", "pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("registry", "yarnpkg", "com"),
        ("download", "pytorch", "org"),
    )
)
"""Host names, put together so that this file does not name one either."""


def lines_naming_a_registry(files: Iterable[Path]) -> Iterator[str]:
    """Yield "path:line: host" for each line that names a registry; skip what is not text."""
    for path in files:
        try:
            text = path.read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue
        for number, line in enumerate(text.splitlines(), start=1):
            for host in REGISTRIES:
                if host in line:
                    yield f"{path}:{number}: {host}"


def project_files(root: Path) -> list[Path]:
    """Return the files that are or will be tracked: git's list, ignored ones left out.

    Raises:
        FileNotFoundError: `root` is no git checkout.
    """
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if listing.returncode != 0:
        raise FileNotFoundError(f"{root} is no git checkout: {listing.stderr.strip()}")
    return [root / name for name in listing.stdout.split("\0") if name]


def main() -> int:
    """Print each finding; return 1 when there is one."""
    try:
        files = project_files(Path.cwd())
    except FileNotFoundError as error:
        print(error)
        return 1
    findings = list(lines_naming_a_registry(files))
    for finding in findings:
        print(finding)
    if findings:
        print("Leave the host out: a lock holds names, versions and hashes.")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
