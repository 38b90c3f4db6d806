"""What stands around the content of every page."""

from dataclasses import dataclass
from enum import StrEnum

from care_api.web.times import Times
from schedules.locale import Locale


class Section(StrEnum):
    """What the main menu marks as the present place."""

    TODAY = "today"
    ALERTS = "alerts"
    HANDOVER = "handover"
    ROBOTS = "robots"
    ON_CALL = "on_call"
    ADMINISTRATION = "administration"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """The member of staff who reads the page."""

    user_name: str
    provider: str | None
    """With whom else they may log in."""
    name: str
    unit_name: str
    tenant_name: str
    has_handovers: bool = False
    """Whether they take over from, and hand over to, other shifts."""
    has_figures: bool = False
    """Whether they answer for how a unit's alerts are dealt with."""
    has_robots: bool = False
    """Whether they look after robots."""
    has_on_call: bool = False
    """Whether they arrange who is on call."""
    has_residents: bool = False
    """Whether they have a duty of care for anybody."""
    has_alerts: bool = False
    """Whether they answer for alerts of any unit."""
    administers: bool = False
    """Whether there is anything for them on the pages of administration."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The reader, their language and time, and what their forms must carry."""

    locale: Locale
    times: Times
    path: str
    """The page's own address, to come back to."""
    csrf_token: str
    reader: Reader | None = None
    """None where nobody is logged in."""
    section: Section | None = None
    stream: int = 0
    """Up to which change the page shows everything; the live stream goes on from there."""
    open_alerts: int = 0
    """Alerts of the unit that nobody has taken."""

    @property
    def home(self) -> str:
        """The address of the reader's first page; a page that does not know them asks for it."""
        return "/" if self.reader is not None and self.reader.has_residents else "/home"
