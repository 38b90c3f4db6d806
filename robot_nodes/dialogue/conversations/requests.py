"""What a resident would like and the robot cannot do itself: offered, and passed on."""

from codebook.help import HelpCause
from codebook.request import (
    CompanyRequested,
    ContactReason,
    ContactRequested,
    ErrandRequested,
)
from robot_nodes.dialogue.conversations.agenda import DayFacts, next_activity
from robot_nodes.dialogue.conversations.asked import Asked
from robot_nodes.dialogue.conversations.message import Request, pass_on
from robot_nodes.dialogue.conversations.offer import is_accepted
from robot_nodes.dialogue.conversations.scene import Scene
from robot_nodes.dialogue.line import Line


async def offer_company(scene: Scene, asked: Asked) -> None:
    """Offer to say that the resident would like a visitor, or an errand done."""
    if asked.slot("errand"):
        errand = ErrandRequested(
            utterance_id=asked.utterance_id, grade=asked.grade, errand=asked.slot("errand")
        )
        await _offered(scene, Line.REQUEST_ERRAND, errand)
        return
    is_sad = asked.intent == "lonely"
    line = Line.REQUEST_COMPANY_WHEN_LONELY if is_sad else Line.REQUEST_COMPANY
    company = CompanyRequested(utterance_id=asked.utterance_id, grade=asked.grade)
    await _offered(scene, line, company)


async def offer_to_tell_of_family(scene: Scene, asked: Asked) -> None:
    """Say that the robot has no telephone, and offer to pass the wish on."""
    await scene.say(Line.REQUEST_NO_TELEPHONE)
    wish = ContactRequested(
        reason=ContactReason.FAMILY,
        utterance_id=asked.utterance_id,
        grade=asked.grade,
        who=asked.slot("who"),
    )
    await _offered(scene, Line.REQUEST_FAMILY, wish)


async def offer_an_activity(scene: Scene, asked: Asked, facts: DayFacts) -> None:
    """Tell the next activity of the plan, or offer to say that the resident wants one."""
    coming = next_activity(facts.items, scene.now())
    if coming is not None:
        time = scene.at_clock(coming.at)
        await scene.say(Line.AGENDA_NEXT_ACTIVITY, title=coming.item.title, time=time)
        return
    await scene.say(Line.AGENDA_NO_ACTIVITY)
    wish = ContactRequested(
        reason=ContactReason.ACTIVITY, utterance_id=asked.utterance_id, grade=asked.grade
    )
    await _offered(scene, Line.REQUEST_ACTIVITY, wish)


async def offer_the_nurse(scene: Scene) -> HelpCause | None:
    """Ask somebody who feels bad whether to alert a nurse; a clear yes is a call for one."""
    return HelpCause.CALL_NURSE if await is_accepted(scene, Line.ROBOT_SORRY) else None


async def _offered(scene: Scene, line: Line, request: Request) -> None:
    if await is_accepted(scene, line):
        await pass_on(scene, request)
    else:
        await scene.say(Line.REQUEST_DECLINED)
