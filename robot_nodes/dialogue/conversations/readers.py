"""Who has read about the resident: what the server knows, or that it cannot be asked now."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from codebook.readership import StaffReader
from robot_nodes.dialogue import spoken
from robot_nodes.dialogue.conversations.scene import Scene
from robot_nodes.dialogue.line import Line

MOST_NAMED = 3
"""Names that one sentence bears; how many more there are is said."""


async def tell_who_has_read(scene: Scene) -> None:
    """Say which members of staff have read about the resident lately, and when the last one did."""
    known = await scene.readership()
    if known is None:
        await scene.say(Line.READERS_CANNOT_TELL)
        await scene.say(Line.READERS_WHERE)
        return
    await _tell(scene, known.staff)


async def _tell(scene: Scene, staff: Sequence[StaffReader]) -> None:
    if not staff:
        await scene.say(Line.READERS_NOBODY)
        return
    latest, when = staff[0], _when(scene, staff[0].last_at)
    if len(staff) == 1:
        await scene.say(Line.READERS_ONE, reader=latest.name, when=when)
        return
    count = spoken.number(len(staff), scene.locale).capitalize()
    await scene.say(Line.READERS_SEVERAL, count=count, readers=_names(scene, staff))
    await scene.say(Line.READERS_LATEST, reader=latest.name, when=when)


def _names(scene: Scene, staff: Sequence[StaffReader]) -> str:
    names = [reader.name for reader in staff]
    if len(names) > MOST_NAMED:
        more = spoken.number(len(names) - MOST_NAMED, scene.locale)
        last = scene.sentence(Line.READERS_MORE, count=more)
        names = [*names[:MOST_NAMED], last]
    return scene.sentence(Line.READERS_LIST, before=", ".join(names[:-1]), last=names[-1])


def _when(scene: Scene, at: datetime) -> str:
    on, today = at.astimezone(scene.zone).date(), scene.local_now().date()
    time = scene.at_clock(at)
    if on == today:
        return scene.sentence(Line.READERS_TODAY, time=time)
    if on == today - timedelta(days=1):
        return scene.sentence(Line.READERS_YESTERDAY, time=time)
    return scene.sentence(Line.READERS_ON, date=spoken.day(on, scene.locale), time=time)
