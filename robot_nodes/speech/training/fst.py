"""Weighted finite-state transducers, as OpenFst writes its `vector` type over `standard` arcs."""

import math
import struct
from dataclasses import dataclass, field

EPSILON = 0
"""The label of an arc that reads, or writes, nothing."""

_MAGIC, _FILE_VERSION, _NO_FLAGS, _NO_PROPERTIES_KNOWN = 2_125_659_606, 2, 0, 3


@dataclass(frozen=True, slots=True, order=True)
class Arc:
    """From a state to `target`."""

    reads: int
    writes: int
    cost: float
    """-ln of a probability, or of any weight."""
    target: int


@dataclass(slots=True)
class Fst:
    """A transducer under construction. State 0 is there from the beginning, as the start."""

    arcs: list[list[Arc]] = field(default_factory=lambda: [[]])
    final_costs: dict[int, float] = field(default_factory=dict)

    def new_state(self) -> int:
        """Add a state and return its number."""
        self.arcs.append([])
        return len(self.arcs) - 1

    def connect(
        self,
        source: int,
        target: int,
        reads: int = EPSILON,
        writes: int = EPSILON,
        cost: float = 0.0,
    ) -> None:
        """Add an arc, unless the very same is there."""
        arc = Arc(reads, writes, cost, target)
        if arc not in self.arcs[source]:
            self.arcs[source].append(arc)

    def sort_by_input(self) -> None:
        """Order every state's arcs by what they read: composition needs that of the right side."""
        for arcs in self.arcs:
            arcs.sort()

    def to_bytes(self) -> bytes:
        """Return the contents of an OpenFst file."""
        arc_count = sum(len(arcs) for arcs in self.arcs)
        parts = [
            struct.pack("<i", _MAGIC),
            _sized(b"vector"),
            _sized(b"standard"),
            struct.pack("<iiQ", _FILE_VERSION, _NO_FLAGS, _NO_PROPERTIES_KNOWN),
            struct.pack("<qqq", 0, len(self.arcs), arc_count),
        ]
        for state, arcs in enumerate(self.arcs):
            parts.append(struct.pack("<fq", self.final_costs.get(state, math.inf), len(arcs)))
            parts += [struct.pack("<iifi", a.reads, a.writes, a.cost, a.target) for a in arcs]
        return b"".join(parts)


def _sized(text: bytes) -> bytes:
    return struct.pack("<i", len(text)) + text
