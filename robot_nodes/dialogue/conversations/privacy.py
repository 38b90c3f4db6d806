"""Not listening, forgetting, and who hears what: told before it is done, and exactly."""

from datetime import datetime, timedelta
from typing import Protocol

from robot_nodes.dialogue import spoken
from robot_nodes.dialogue.conversations.asked import Asked
from robot_nodes.dialogue.conversations.offer import is_accepted
from robot_nodes.dialogue.conversations.scene import Scene
from robot_nodes.dialogue.line import Line

USUAL_PAUSE = timedelta(hours=1)
LONGEST_PAUSE = timedelta(hours=8)
"""Whoever wants longer asks again, or has the robot switched off by somebody who knows of it."""


class Discretion(Protocol):
    """What the robot keeps to itself about one resident."""

    def stop_listening(self, until: datetime, asked: Asked) -> None:
        """Hear nothing until then, but the answers to questions about medicine."""
        ...

    def listen_again(self) -> None:
        """Hear again, because the resident asked for it."""
        ...

    def forget_last(self) -> bool:
        """Erase the words said before the wish to forget them, here and on the server.

        Returns:
            False where there was none.
        """
        ...


async def pause_listening(scene: Scene, asked: Asked, discretion: Discretion) -> None:
    """Say what not listening means, ask whether that is wanted, and only then do it."""
    length = _wanted(asked)
    wait = spoken.wait(length, scene.locale)
    await scene.say(Line.PRIVACY_DEAF_TO_CRIES)
    await scene.say(Line.PRIVACY_BUTTON if scene.has_screen else Line.PRIVACY_ALARM)
    if not await is_accepted(scene, Line.PRIVACY_ASK, wait=wait):
        await scene.say(Line.PRIVACY_STILL_LISTENING)
        return
    await scene.say(Line.PRIVACY_PAUSED, wait=wait)
    await scene.say(Line.PRIVACY_BUT_MEDICINE)
    discretion.stop_listening(scene.now() + length, asked)


async def resume_listening(scene: Scene, discretion: Discretion) -> None:
    """Listen again at once."""
    discretion.listen_again()
    await scene.say(Line.PRIVACY_LISTENING_AGAIN)


async def forget(scene: Scene, discretion: Discretion) -> None:
    """Erase the words said last, and say what is erased and what is not."""
    if not discretion.forget_last():
        await scene.say(Line.PRIVACY_NOTHING_TO_FORGET)
        return
    await scene.say(Line.PRIVACY_FORGOTTEN)
    await scene.say(Line.PRIVACY_NOT_FORGOTTEN)


async def tell_who_listens(scene: Scene) -> None:
    """Say what is heard, written down and read."""
    for line in (
        Line.PRIVACY_WHO_LISTENS,
        Line.PRIVACY_WHO_READS,
        Line.PRIVACY_NO_SOUND,
        Line.PRIVACY_WHO_HAS_READ,
    ):
        await scene.say(line)


def _wanted(asked: Asked) -> timedelta:
    minutes = asked.slot("minutes")
    if not minutes.isdecimal() or int(minutes) == 0:
        return USUAL_PAUSE
    return min(timedelta(minutes=int(minutes)), LONGEST_PAUSE)
