"""A cry that only one decoder has heard: asked about at once, and never dropped on silence."""

from datetime import timedelta

from robot_nodes.dialogue.conversations.answers import intent_of, is_certain
from robot_nodes.dialogue.conversations.help_call import AT_FULL
from robot_nodes.dialogue.conversations.scene import Scene
from robot_nodes.dialogue.line import Line
from robot_nodes.ports import Asking, Priority

ASKED_FOR_HELP = Asking(
    intents=("affirm", "deny", "cancel_help", "help", "fallen"), patience=timedelta(seconds=8)
)


async def is_call(scene: Scene) -> bool:
    """Ask whether help is needed. Only a clear no ends it: silence and muddle are a call."""
    critical = scene.spoken_with(Priority.CRITICAL, times_as_loud=AT_FULL)
    reply = await critical.ask(Line.HELP_ASK, ASKED_FOR_HELP)
    return not (intent_of(reply) in {"deny", "cancel_help"} and is_certain(reply))
