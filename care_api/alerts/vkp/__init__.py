"""The national code lists of the welfare technology hub (VKP), as data.

Each file starts with the address of its code system, then a line of column names.
"""

from functools import cache
from importlib.resources import files


@cache
def displays(name: str) -> dict[str, str]:
    """Return code -> Norwegian name of one list.

    Args:
        name: A file beside this module, without `.tsv`, e.g. `alert-code`.

    Raises:
        FileNotFoundError: There is no such list.
    """
    lines = (files(__package__) / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    next(rows)
    return {code: display for code, display, *_ in rows}


@cache
def system(name: str) -> str:
    """Return the address that names the code system of a list."""
    return (files(__package__) / f"{name}.tsv").read_text(encoding="utf-8").splitlines()[0][2:]
