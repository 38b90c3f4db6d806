"""What a resident can agree to."""

from enum import StrEnum


class Scope(StrEnum):
    """One thing that is asked about by itself."""

    LISTENING = "listening"
    """A robot that listens stands in the home."""
    TRANSCRIPTS = "transcripts"
    """Staff may read the words that were heard."""
    ROOM_SENSORS = "room_sensors"
    """The robot may note in which room its sensors perceive somebody."""
    FAMILY_PAGE = "family_page"
    """Named relatives may see the day's programme and who looked."""
    FAMILY_HEALTH = "family_health"
    """They may also see medicines, answers, what was said, and shared notes."""
    RESEARCH = "research"
    """A study may use what the robot recorded."""
