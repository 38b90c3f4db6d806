"""The port Voice over the action skill/say."""

from codebook.speech import StoppedBy
from robot_nodes import skill_wire
from robot_nodes.actions import ActionCaller, ActionUnavailable
from robot_nodes.ports import Manner, Said
from robot_nodes.signals import Sentence


class RosVoice:
    """Speaks through whichever node serves skill/say."""

    def __init__(self, say: ActionCaller, caller: str) -> None:
        """Speak in the name of `caller`."""
        self._say = say
        self._caller = caller

    async def say(self, text: str, manner: Manner) -> Said:
        """See `Voice.say`; a voice that is not there has said nothing, by a fault."""
        goal = skill_wire.say_goal(Sentence(text=text, manner=manner, caller=self._caller))
        try:
            return skill_wire.said(await self._say.call(goal))
        except ActionUnavailable:
            return Said(text="", stopped_by=StoppedBy.FAULT)
