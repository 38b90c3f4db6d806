"""The demonstration's people and places."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from care_api.staff.role import Role

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


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoColleague:
    """One invented member of staff."""

    name: str
    user_name: str
    role: Role
    unit: str

    @property
    def id(self) -> UUID:
        """The same in every run."""
        return demo_id(f"staff/{self.user_name}")


TENANT = "Fjordvik kommune"
UNIT = "Solbakken"
CENTRE = "Responssenteret"
"""Answers Solbakken's alerts while Solbakken lends them."""
NURSE = DemoColleague(name="Kari Lund", user_name="kari.lund", role=Role.NURSE, unit=UNIT)
COLLEAGUES = (
    DemoColleague(name="Marit Nes", user_name="marit.nes", role=Role.LEADER, unit=UNIT),
    DemoColleague(name="Anne Holm", user_name="anne.holm", role=Role.ADMINISTRATOR, unit=UNIT),
    DemoColleague(name="Jonas Vik", user_name="jonas.vik", role=Role.TECHNICIAN, unit=UNIT),
    DemoColleague(name="Ragnhild Foss", user_name="ragnhild.foss", role=Role.AUDITOR, unit=UNIT),
    DemoColleague(name="Tor Eide", user_name="tor.eide", role=Role.NURSE, unit=CENTRE),
)
"""Beside the nurse, in whose name the demonstration itself looks."""
ROBOT = "Nabo 1"
SOLVEIG = DemoResident(name="Solveig Haugen", spoken_name="Solveig", room="101")
ARNE = DemoResident(name="Arne Bakken", spoken_name="Arne", room="102")
INGRID = DemoResident(name="Ingrid Moen", spoken_name="Ingrid", room="103")
RESIDENTS = (SOLVEIG, ARNE, INGRID)
UNIT_ID = demo_id("unit")
UNITS = {UNIT: UNIT_ID, CENTRE: demo_id("centre")}
ROBOT_ID = demo_id("robot")
NURSE_ID = NURSE.id
