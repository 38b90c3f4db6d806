"""How much of a resident's page its reader may see: pure."""

from enum import StrEnum

from care_api.consents.scope import Scope
from care_api.consents.service import Consents
from care_api.family.service import Reader


class Sight(StrEnum):
    """From least to most."""

    PROGRAMME = "programme"
    """What happens in the unit, that somebody looked; nothing about health."""
    HEALTH = "health"
    """Medicines, answers and what was said, too."""
    OWN = "own"
    """The resident's own eyes."""

    @property
    def is_health_shown(self) -> bool:
        """Whether anything about health may be told."""
        return self is not Sight.PROGRAMME


def sight(reader: Reader, agreed: Consents) -> Sight:
    """Return what a reader may see, by what the resident agrees to at this moment."""
    if reader.is_resident:
        return Sight.OWN
    return Sight.HEALTH if agreed.is_given(Scope.FAMILY_HEALTH) else Sight.PROGRAMME
