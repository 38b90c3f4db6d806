"""The simulated robot's body: stands on its dock, drives to somebody, drives back. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sim.battery import Charge
from sim.drive import POLITE_M, Drive, up_to
from sim.home import Home, NoWay, Spot

STAYS_FOR = timedelta(minutes=2)
"""Left in peace for so long, it drives back to its dock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """As it was when something last changed."""

    home: Home
    drive: Drive
    """The present one, or the one that has brought it to where it stands."""
    charge: Charge

    @classmethod
    def docked(cls, home: Home, at: datetime, *, ratio: float = 1.0) -> "Body":
        """Return a body on its dock.

        Args:
            home: Where it drives.
            at: The present, aware.
            ratio: What is in its battery, 0-1.
        """
        drive = Drive(way=(home.stop(home.dock),), began_at=at)
        return cls(home=home, drive=drive, charge=Charge(ratio=ratio, at=at))

    def go_to(self, resident_id: str, at: datetime) -> "Body":
        """Return the body on its way to somebody.

        Raises:
            NoWay: Nobody knows where they are, nothing leads there, or the battery is empty.
        """
        if self.charge.now(at) <= 0.0:
            raise NoWay("the battery is empty: put the robot on its dock")
        room = self.home.room_of(resident_id)
        way = up_to(self.home.way(self.spot(at), room), POLITE_M)
        return self._with(Drive(way=way, began_at=at), at)

    def stopped(self, at: datetime) -> "Body":
        """Return the body standing where it is now."""
        return self._with(Drive(way=(self.spot(at),), began_at=at), at)

    def looked_after(self, at: datetime, *, is_wanted: bool = False) -> "Body":
        """Return the body as it does by itself: stands, and after a while drives back and docks.

        Args:
            at: The present, aware.
            is_wanted: Whether somebody is talked with.
        """
        if self.is_driving(at):
            return self
        if self.charge.is_driving:
            return self._with(self.drive, self.drive.ends_at)
        is_left = not is_wanted and at - self.charge.at >= STAYS_FOR
        if self.charge.is_docked or not is_left:
            return self
        try:
            way = self.home.way(self.spot(at), self.home.dock)
        except NoWay:
            return self
        return self._with(Drive(way=way, began_at=at), at)

    def is_driving(self, at: datetime) -> bool:
        """Return whether it moves."""
        return not self.drive.is_over(at)

    def spot(self, at: datetime) -> Spot:
        """Return where it is."""
        return self.drive.spot(at)

    def _with(self, drive: Drive, at: datetime) -> "Body":
        is_driving = not drive.is_over(at)
        is_docked = not is_driving and drive.spot(at) == self.home.stop(self.home.dock)
        charge = self.charge.going_on(at, is_driving=is_driving, is_docked=is_docked)
        return replace(self, drive=drive, charge=charge)
