"""Numbers for phones: a class for the network, and four Kaldi phones by place in the word."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from robot_nodes.speech.training.espeak import SILENCE

SILENCE_ID = 1


class Place(Enum):
    """Where in its word a phone stands, and what Kaldi calls that."""

    BEGIN = (0, "begin")
    INSIDE = (1, "internal")
    END = (2, "end")
    ALONE = (3, "singleton")


@dataclass(frozen=True, slots=True)
class PhoneSet:
    """All phones; silence is the first and has one place only."""

    names: tuple[str, ...]

    @classmethod
    def of(cls, phones: Iterable[str]) -> "PhoneSet":
        """Return the set of `phones`, with silence."""
        return cls((SILENCE, *sorted(set(phones) - {SILENCE})))

    @property
    def kaldi_ids(self) -> range:
        """Every Kaldi phone id, from 1."""
        return range(1, 4 * (len(self.names) - 1) + 2)

    def class_of(self, phone: str) -> int:
        """Return the network's class, from 0, which Kaldi calls the pdf."""
        return self.names.index(phone)

    def kaldi_id(self, phone: str, place: Place) -> int:
        """Return the Kaldi phone id."""
        if phone == SILENCE:
            return SILENCE_ID
        return 4 * self.class_of(phone) - 2 + place.value[0]

    def class_of_kaldi_id(self, kaldi_id: int) -> int:
        """Return the class that a Kaldi phone shares with the three others of its phone."""
        return (kaldi_id + 2) // 4

    def table(self) -> str:
        """Return Kaldi's `phones.txt`: a name with its place, and the id, on each line."""
        marks = [place.value[1][0].upper() for place in Place]
        lines = ["<eps> 0", f"{SILENCE} {SILENCE_ID}"]
        for kaldi_id in self.kaldi_ids[1:]:
            name = self.names[self.class_of_kaldi_id(kaldi_id)]
            lines.append(f"{name}_{marks[(kaldi_id - 2) % 4]} {kaldi_id}")
        return "".join(f"{line}\n" for line in lines)

    @classmethod
    def from_table(cls, table: str) -> "PhoneSet":
        """Return the phones of a `table`, in the order in which the network knows them."""
        names = [line.rpartition(" ")[0].rpartition("_")[0] for line in table.splitlines()[2:]]
        return cls((SILENCE, *dict.fromkeys(names)))

    def word_boundaries(self) -> str:
        """Return Kaldi's `word_boundary.int`."""
        places = [place.value[1] for place in Place]
        lines = [f"{SILENCE_ID} nonword"]
        lines += [f"{i} {places[(i - 2) % 4]}" for i in self.kaldi_ids if i != SILENCE_ID]
        return "".join(f"{line}\n" for line in lines)


def forward_transition(kaldi_id: int) -> int:
    """Return the transition-id that enters a phone of one emitting state."""
    return 2 * kaldi_id


def self_loop(kaldi_id: int) -> int:
    """Return the transition-id that stays in it."""
    return 2 * kaldi_id - 1
