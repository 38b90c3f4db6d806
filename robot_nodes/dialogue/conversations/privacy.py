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

    def listen_again(self) -> bool:
        """End the time without listening, because the resident asked for it.

        Returns:
            Whether the robot listens now: False where consent to it was taken back.
        """
        ...

    @property
    def is_listening(self) -> bool:
        """Whether the robot listens when it has asked nothing."""
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
    """Listen again at once, where that is agreed to."""
    is_listening = discretion.listen_again()
    await scene.say(Line.PRIVACY_LISTENING_AGAIN if is_listening else Line.CONSENT_ASK_SERVICE)


async def tell_of_consent(scene: Scene, *, is_listening: bool) -> bool:
    """Say that the robot may not, or may again, listen; return whether they can know it."""
    if is_listening:
        first = await scene.opening().say(Line.CONSENT_GIVEN)
        last = await scene.say(Line.PRIVACY_LISTENING_AGAIN)
        return first.can_be_known and last.can_be_known
    help_by = Line.PRIVACY_BUTTON if scene.has_screen else Line.PRIVACY_ALARM
    told = [await scene.opening().say(Line.CONSENT_STOPPED)]
    for line in (Line.PRIVACY_DEAF_TO_CRIES, help_by, Line.PRIVACY_BUT_MEDICINE):
        told.append(await scene.say(line))  # noqa: PERF401 - one after the other, aloud
    told.append(await scene.say(Line.CONSENT_ASK_SERVICE))
    return all(said.can_be_known for said in told)


async def forget(scene: Scene, discretion: Discretion) -> None:
    """Erase the words said last, and say what is erased and what is not."""
    if not discretion.forget_last():
        await scene.say(Line.PRIVACY_NOTHING_TO_FORGET)
        return
    await scene.say(Line.PRIVACY_FORGOTTEN)
    await scene.say(Line.PRIVACY_NOT_FORGOTTEN)


async def tell_who_listens(scene: Scene, discretion: Discretion) -> None:
    """Say what is heard, written down and read."""
    heard = Line.PRIVACY_WHO_LISTENS if discretion.is_listening else Line.PRIVACY_BUT_MEDICINE
    for line in (
        heard,
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
