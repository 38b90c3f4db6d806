"""Offering to do something: only a clear yes has it done."""

from robot_nodes.dialogue.conversations.answers import intent_of, is_certain, is_silence
from robot_nodes.dialogue.conversations.scene import Scene
from robot_nodes.dialogue.line import Line
from robot_nodes.ports import Answer, Asking

ASKED_FOR_YES_OR_NO = Asking(intents=("affirm", "deny"))


async def is_accepted(scene: Scene, line: Line, **slots: str) -> bool:
    """Ask, once more where the answer was no clear one, and return whether it was a clear yes."""
    question = scene.sentence(line, **slots)
    reply = await scene.put(question, ASKED_FOR_YES_OR_NO)
    if not _is_clear(reply):
        simply = scene.sentence(Line.TALK_YES_OR_NO, question=question)
        reply = await scene.put(simply, ASKED_FOR_YES_OR_NO)
    return intent_of(reply) == "affirm" and is_certain(reply)


def _is_clear(reply: Answer) -> bool:
    """Return whether there is nothing to ask again: silence is a no, and so is "stop"."""
    if is_silence(reply) or intent_of(reply) in {"deny", "stop"}:
        return True
    return intent_of(reply) == "affirm" and is_certain(reply)
