"""A TOML file read as one of our types: every fault names the file, and the field or the remedy."""

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

Kind = TypeVar("Kind")


def read(kind: type[Kind], path: Path, fault_kind: type[ValueError]) -> Kind:
    """Return what the file says.

    Raises:
        ValueError: Of `fault_kind`: it cannot be read, or is none of that kind.
    """
    try:
        return TypeAdapter(kind).validate_python(tomllib.loads(path.read_text("utf-8")))
    except OSError as fault:
        msg = f"{path}: cannot be read ({fault.strerror}); name one of sim/{path.parent.name}"
        raise fault_kind(msg) from fault
    except ValidationError as fault:
        first = fault.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise fault_kind(f"{path}: {field}: {first['msg']}") from fault
    except ValueError as fault:
        raise fault_kind(f"{path}: {fault}") from fault
