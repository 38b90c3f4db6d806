"""The demonstration's people and places."""

from dataclasses import dataclass
from uuid import UUID, uuid5

_NAMESPACE = UUID("2f0b7f0e-53c4-5d0f-8f53-5a0c4f6f3d21")
ZONE = "Europe/Oslo"


def demo_id(name: str) -> UUID:
    """Return the id that a thing of the demonstration has in every run."""
    return uuid5(_NAMESPACE, name)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoResident:
    """One invented resident."""

    name: str
    spoken_name: str
    room: str

    @property
    def id(self) -> UUID:
        """The same in every run."""
        return demo_id(f"resident/{self.name}")


TENANT = "Fjordvik kommune"
UNIT = "Solbakken"
NURSE = "Kari Lund"
USER_NAME = "kari.lund"
ROBOT = "Nabo 1"
SOLVEIG = DemoResident(name="Solveig Haugen", spoken_name="Solveig", room="101")
ARNE = DemoResident(name="Arne Bakken", spoken_name="Arne", room="102")
INGRID = DemoResident(name="Ingrid Moen", spoken_name="Ingrid", room="103")
RESIDENTS = (SOLVEIG, ARNE, INGRID)
UNIT_ID = demo_id("unit")
ROBOT_ID = demo_id("robot")
NURSE_ID = demo_id("nurse")
