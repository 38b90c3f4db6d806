"""What a resident asks: answered from the plan and the log, or honestly not at all."""

from collections.abc import Mapping
from types import MappingProxyType

from codebook.help import HelpCause
from robot_nodes.dialogue import spoken
from robot_nodes.dialogue.conversations import agenda, privacy, requests
from robot_nodes.dialogue.conversations.agenda import DayFacts
from robot_nodes.dialogue.conversations.asked import Asked
from robot_nodes.dialogue.conversations.manner_wish import change_manner
from robot_nodes.dialogue.conversations.medicine_advice import give_no_advice
from robot_nodes.dialogue.conversations.privacy import Discretion
from robot_nodes.dialogue.conversations.readers import tell_who_has_read
from robot_nodes.dialogue.conversations.scene import Scene
from robot_nodes.dialogue.line import Line
from robot_nodes.dialogue.medicine_question import is_medicine_question
from robot_nodes.dialogue.speech_level import WISHES
from schedules.locale import Locale

FIXED_REPLIES: Mapping[str, tuple[Line, ...]] = MappingProxyType(
    {
        "who_are_you": (Line.ROBOT_WHO,),
        "what_can_you_do": (Line.ROBOT_CAN, Line.ROBOT_CAN_ANSWER),
        "greet": (Line.ROBOT_HELLO,),
        "thank": (Line.ROBOT_WELCOME,),
        "goodbye": (Line.ROBOT_GOODBYE,),
        "ask_municipality": (Line.ROBOT_CANNOT_ANSWER,),
        "feel_good": (Line.ROBOT_GOOD,),
        "feel_ok": (Line.ROBOT_GOOD,),
        **dict.fromkeys(("taken", "not_taken", "later", "refuse"), (Line.ROBOT_NOTED_NOTHING,)),
    }
)
"""Intent -> what is said whatever the day looks like."""
_CHAT = (Line.ROBOT_CHAT_NICE, Line.ROBOT_CHAT_SIMPLE, Line.ROBOT_CHAT_LISTEN)
"""Harmless, and none of it pretends to know anything."""
UNANSWERED = frozenset({"unknown", "affirm", "deny", "stop", "cancel_help"})
"""Said to nobody in particular, or answered by silence."""


def is_question(asked: Asked, locale: Locale) -> bool:
    """Return whether this wants a reply of the robot's."""
    return asked.intent not in UNANSWERED or is_medicine_question(asked.transcript, locale)


async def question(
    scene: Scene, asked: Asked, facts: DayFacts, discretion: Discretion
) -> HelpCause | None:
    """Answer one question, and return the call for help that came of it, if one did.

    Pain, illness and a wish for the nurse are no questions: they are `help_call`'s.
    """
    if is_medicine_question(asked.transcript, scene.locale):
        await give_no_advice(scene, asked.utterance_id, asked.modality)
        return None
    match asked.intent:
        case "feel_bad":
            return await requests.offer_the_nurse(scene)
        case "lonely" | "ask_company":
            await requests.offer_company(scene, asked)
        case "call_family":
            await requests.offer_to_tell_of_family(scene, asked)
        case "ask_activity":
            await requests.offer_an_activity(scene, asked, facts)
        case intent if intent in WISHES:
            await change_manner(scene, intent, asked.utterance_id)
        case "pause_listening" | "resume_listening" | "forget" | "who_listens" | "who_has_read":
            await _about_privacy(scene, asked, discretion)
        case _:
            await _answer(scene, asked.intent, facts)
    return None


async def _about_privacy(scene: Scene, asked: Asked, discretion: Discretion) -> None:
    match asked.intent:
        case "pause_listening":
            await privacy.pause_listening(scene, asked, discretion)
        case "resume_listening":
            await privacy.resume_listening(scene, discretion)
        case "forget":
            await privacy.forget(scene, discretion)
        case "who_has_read":
            await tell_who_has_read(scene)
        case _:
            await privacy.tell_who_listens(scene, discretion)


async def _answer(scene: Scene, intent: str, facts: DayFacts) -> None:
    match intent:
        case "ask_time":
            clock = spoken.clock(scene.local_now().time(), scene.locale)
            await scene.say(Line.TIME_CLOCK, time=clock)
        case "ask_date":
            await scene.say(Line.TIME_DATE, date=spoken.day(scene.local_now().date(), scene.locale))
        case "ask_today":
            await agenda.tell_today(scene, facts)
        case "ask_next_medication":
            await agenda.tell_next_medication(scene, facts)
        case "ask_taken":
            await agenda.tell_what_was_reported(scene, facts)
        case "ask_visit":
            await agenda.tell_next_visit(scene, facts)
        case _:
            await _reply(scene, intent, facts)


async def _reply(scene: Scene, intent: str, facts: DayFacts) -> None:
    match intent:
        case "repeat" if facts.last_said:
            await scene.say(Line.ROBOT_REPEAT, text=facts.last_said)
        case "repeat":
            await scene.say(Line.ROBOT_NOTHING_TO_REPEAT)
        case "small_talk":
            await scene.say(_CHAT[int(scene.now().timestamp()) % len(_CHAT)])
        case _:
            for line in FIXED_REPLIES.get(intent, ()):
                await scene.say(line)
