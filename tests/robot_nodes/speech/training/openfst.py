"""Reads OpenFst files back, independently of the code that writes them."""

import math
import struct
from dataclasses import dataclass, field


@dataclass
class ReadFst:
    start: int
    finals: dict[int, float] = field(default_factory=dict)
    arcs: list[list[tuple[int, int, float, int]]] = field(default_factory=list)


def read_fst(contents: bytes) -> ReadFst:
    at = 0

    def take(form: str) -> tuple[int | float | bytes, ...]:
        nonlocal at
        values = struct.unpack_from(form, contents, at)
        at += struct.calcsize(form)
        return values

    def text() -> bytes:
        (length,) = take("<i")
        (value,) = take(f"<{int(length)}s")
        assert isinstance(value, bytes)
        return value

    assert take("<i") == (2125659606,)
    assert (text(), text()) == (b"vector", b"standard")
    version, _, _, start, states, arc_count = take("<iiQqqq")
    assert version == 2
    fst = ReadFst(int(start))
    for state in range(int(states)):
        final, count = take("<fq")
        if float(final) != math.inf:
            fst.finals[state] = float(final)
        fst.arcs.append([take("<iifi") for _ in range(int(count))])  # type: ignore[misc]  # by form
    assert at == len(contents)
    assert sum(map(len, fst.arcs)) == arc_count
    return fst
