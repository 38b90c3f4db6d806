"""What a resident asks: answered from the plan and the log, or honestly not at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Literal

from codebook.help import HelpCause
from robot_nodes.dialogue import spoken
from robot_nodes.dialogue.conversations.answers import intent_of, is_certain
from robot_nodes.dialogue.conversations.scene import Scene
from robot_nodes.dialogue.line import Line
from robot_nodes.ports import Asking, Understanding
from schedules.outcome import Outcome, Report


@dataclass(frozen=True, slots=True, kw_only=True)
class DayItem:
    """One thing of the resident's day."""

    kind: Literal["medication", "check_in", "activity", "appointment", "hydration"]
    title: str
    due_at: datetime
    """Aware."""
    medicine: str = ""
    dose: str = ""
    report: Report | None = None
    """What was last reported about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFacts:
    """What the robot knows when it is asked."""

    items: tuple[DayItem, ...] = ()
    """The local day, in order of time."""
    last_said: str = ""
    """The robot's last sentence."""


FIXED_REPLIES: Mapping[str, tuple[Line, ...]] = MappingProxyType(
    {
        "who_are_you": (Line.ROBOT_WHO,),
        "what_can_you_do": (Line.ROBOT_CAN,),
        "who_listens": (Line.ROBOT_WHO_LISTENS, Line.ROBOT_STORES_NO_SOUND),
        "greet": (Line.ROBOT_HELLO,),
        "thank": (Line.ROBOT_WELCOME,),
        "goodbye": (Line.ROBOT_GOODBYE,),
        "small_talk": (Line.ROBOT_SMALL_TALK,),
        "ask_visit": (Line.AGENDA_VISIT_UNKNOWN,),
        "ask_municipality": (Line.ROBOT_CANNOT_ANSWER,),
        "feel_good": (Line.ROBOT_GOOD,),
        "feel_ok": (Line.ROBOT_GOOD,),
        "call_family": (Line.ROBOT_CANNOT_CALL_FAMILY,),
        "forget": (Line.ROBOT_CANNOT_FORGET,),
        "pause_listening": (Line.ROBOT_CANNOT_STOP_LISTENING,),
        **dict.fromkeys(("taken", "not_taken", "later", "refuse"), (Line.ROBOT_NOTED_NOTHING,)),
        **dict.fromkeys(
            ("ask_company", "ask_activity", "slower", "louder", "quieter"),
            (Line.ROBOT_CANNOT_YET,),
        ),
    }
)
"""Intent -> what is said whatever the day looks like."""
OFFERS: Mapping[str, Line] = MappingProxyType(
    {"feel_bad": Line.ROBOT_SORRY, "lonely": Line.ROBOT_LONELY}
)
"""Intent -> the question whether to tell the home care service."""
UNANSWERED = frozenset({"unknown", "affirm", "deny", "stop", "cancel_help", "resume_listening"})
"""Said to nobody in particular, or answered by silence."""
ASKED_FOR_YES_OR_NO = Asking(intents=("affirm", "deny", "call_nurse"))
_REPORTED = MappingProxyType(
    {
        Outcome.TAKEN: Line.AGENDA_SAID_TAKEN,
        Outcome.NOT_TAKEN: Line.AGENDA_SAID_NOT_TAKEN,
        Outcome.REFUSED: Line.AGENDA_SAID_REFUSED,
    }
)


async def question(scene: Scene, asked: Understanding, facts: DayFacts) -> HelpCause | None:
    """Answer one question, and return the call for help that came of it, if one did.

    Pain, illness and a wish for the nurse are no questions: they are `help_call`'s.
    """
    if asked.intent in UNANSWERED:
        return None
    if asked.intent in OFFERS:
        reply = await scene.ask(OFFERS[asked.intent], ASKED_FOR_YES_OR_NO)
        wants_nurse = intent_of(reply) in {"affirm", "call_nurse"} and is_certain(reply)
        return HelpCause.CALL_NURSE if wants_nurse else None
    for line in FIXED_REPLIES.get(asked.intent, ()):
        await scene.say(line)
    if asked.intent not in FIXED_REPLIES:
        await _answer_from(scene, asked.intent, facts)
    return None


async def _answer_from(scene: Scene, intent: str, facts: DayFacts) -> None:
    locale = scene.manner.locale
    match intent:
        case "ask_time":
            clock = spoken.clock(scene.local_now().time(), locale)
            await scene.say(Line.TIME_CLOCK, time=clock)
        case "ask_date":
            await scene.say(Line.TIME_DATE, date=spoken.day(scene.local_now().date(), locale))
        case "ask_today":
            await _today(scene, facts)
        case "ask_next_medication":
            await _next_medication(scene, facts)
        case "ask_taken":
            await _what_was_reported(scene, facts)
        case "repeat" if facts.last_said:
            await scene.say(Line.ROBOT_REPEAT, text=facts.last_said)
        case "repeat":
            await scene.say(Line.ROBOT_NOTHING_TO_REPEAT)
        case _:
            await scene.say(Line.ROBOT_CANNOT_YET)


async def _today(scene: Scene, facts: DayFacts) -> None:
    coming = [item for item in facts.items if item.due_at >= scene.now()]
    if not coming:
        await scene.say(Line.AGENDA_NOTHING_TODAY)
        return
    listed = ", ".join(
        scene.sentence(Line.AGENDA_TODAY_ITEM, title=item.title, time=scene.at_clock(item.due_at))
        for item in coming
    )
    await scene.say(Line.AGENDA_TODAY, items=listed)


async def _next_medication(scene: Scene, facts: DayFacts) -> None:
    for item in facts.items:
        if item.kind == "medication" and item.due_at >= scene.now():
            await scene.say(
                Line.AGENDA_NEXT_MEDICATION,
                medicine=item.medicine,
                dose=item.dose,
                time=scene.at_clock(item.due_at),
            )
            return
    await scene.say(Line.AGENDA_NO_NEXT_MEDICATION)


async def _what_was_reported(scene: Scene, facts: DayFacts) -> None:
    """Tell what the log says about the last medicine that was due: what was said, not what is."""
    due = [i for i in facts.items if i.kind == "medication" and i.due_at <= scene.now()]
    if not due:
        await scene.say(Line.AGENDA_NO_MEDICATION_TODAY)
        return
    item = due[-1]
    line = _REPORTED.get(item.report.outcome) if item.report else None
    if item.report is None or line is None:
        await scene.say(Line.AGENDA_NOTHING_SAID, medicine=item.medicine)
        return
    time = scene.at_clock(item.report.reported_at)
    await scene.say(line, medicine=item.medicine, time=time)
