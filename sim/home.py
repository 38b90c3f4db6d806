"""The home that a simulated robot drives in: rooms, doors, and who is where. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from math import dist
from pathlib import Path

from pydantic import ConfigDict, with_config

from sim import data_file

HOMES_FOLDER = Path(__file__).with_name("homes")
_STRICT = ConfigDict(extra="forbid")


class HomeInvalid(ValueError):  # noqa: N818 - reads as what is wrong
    """A home cannot be driven in; the message names the file, the field and the remedy."""


class NoWay(Exception):  # noqa: N818 - a state of the world
    """Nothing leads there; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the floor, in the frame `map`."""

    x_m: float
    y_m: float

    def distance_m(self, other: "Point") -> float:
        """Return how far it is, as the crow flies."""
        return dist((self.x_m, self.y_m), (other.x_m, other.y_m))

    def towards(self, other: "Point", by_m: float) -> "Point":
        """Return the place so far from here on the way to another one; at most that one."""
        whole_m = self.distance_m(other)
        share = 1.0 if whole_m <= by_m else by_m / whole_m
        x_m = self.x_m + (other.x_m - self.x_m) * share
        return Point(x_m, self.y_m + (other.y_m - self.y_m) * share)


@with_config(_STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A room, and where in it one stops."""

    name: str
    x_m: float
    y_m: float

    @property
    def middle(self) -> Point:
        """Where one stops."""
        return Point(self.x_m, self.y_m)


@with_config(_STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What joins two rooms."""

    between: tuple[str, str]
    is_open: bool = True


@with_config(_STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class Inhabitant:
    """Who is in which room."""

    resident_id: str
    room: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a robot stands."""

    at: Point
    beside: tuple[str, ...]
    """The rooms whose middles it reaches from there without another door."""


@with_config(_STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Rooms, doors, and who is where."""

    dock: str
    """The room of the charger."""
    rooms: tuple[Room, ...]
    doors: tuple[Door, ...]
    people: tuple[Inhabitant, ...] = ()

    def room_of(self, resident_id: str) -> str:
        """Return where somebody is.

        Raises:
            NoWay: Nobody knows.
        """
        for person in self.people:
            if person.resident_id == resident_id:
                return person.room
        raise NoWay("nobody knows in which room the resident is: name it in the home's file")

    def stop(self, room: str) -> Spot:
        """Return the spot in the middle of a room."""
        return Spot(at=self._middle(room), beside=(room,))

    def way(self, start: Spot, room: str) -> tuple[Spot, ...]:
        """Return the shortest way through open doors, from `start` to the middle of `room`.

        Raises:
            NoWay: There is no such room, or a closed door is in every way.
        """
        if room not in {each.name for each in self.rooms}:
            raise NoWay(f"there is no room {room!r}: name it in the home's file")
        queue: list[tuple[float, tuple[str, ...]]] = []
        for name in start.beside:
            heappush(queue, (start.at.distance_m(self._middle(name)), (name,)))
        seen: set[str] = set()
        while queue:
            far_m, names = heappop(queue)
            if names[-1] == room:
                return (start, *map(self.stop, names))
            if names[-1] in seen:
                continue
            seen.add(names[-1])
            for name in self._beyond(names[-1]):
                leg_m = self._middle(names[-1]).distance_m(self._middle(name))
                heappush(queue, (far_m + leg_m, (*names, name)))
        raise NoWay(f"the way to {room!r} is blocked: open a door")

    def _beyond(self, room: str) -> Iterator[str]:
        for door in self.doors:
            if door.is_open and room in door.between:
                yield from (name for name in door.between if name != room)

    def _middle(self, room: str) -> Point:
        return next(each.middle for each in self.rooms if each.name == room)


def home_file(name: str) -> Path:
    """Return where the home `name` is written down."""
    return HOMES_FOLDER / f"{name}.toml"


def load_home(path: Path) -> Home:
    """Read a home.

    Raises:
        HomeInvalid: The file cannot be read, or what it says is no home.
    """
    home = data_file.read(Home, path, HomeInvalid)
    known = {room.name for room in home.rooms}
    named = {home.dock, *(n for d in home.doors for n in d.between), *(p.room for p in home.people)}
    if unknown := sorted(named - known):
        raise HomeInvalid(f"{path}: {unknown[0]!r} is named, and is not among the rooms")
    return home
