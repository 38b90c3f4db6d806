"""What is left in the robot's battery, as its body tells."""

from dataclasses import dataclass

from codebook.heartbeat import BATTERY_LOW


@dataclass(frozen=True, slots=True, kw_only=True)
class Battery:
    """How much is left."""

    ratio: float | None = None
    """Of a full one, 0-1; None where it is unknown."""
    is_charging: bool | None = None

    @property
    def may_drive(self) -> bool:
        """Whether a drive may begin: whoever does not know how much is left tries."""
        return self.ratio is None or self.ratio >= BATTERY_LOW
