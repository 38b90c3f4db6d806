"""The port Ears over the action skill/ask."""

from robot_nodes import skill_wire
from robot_nodes.actions import ActionCaller, ActionUnavailable
from robot_nodes.ports import Answer, Asking, Manner
from robot_nodes.signals import AskGoal, Sentence


class QuestionLost(Exception):  # noqa: N818 - a state of the world
    """The question could not be asked to its end: says why."""


class RosEars:
    """Asks through whichever node serves skill/ask."""

    def __init__(self, ask: ActionCaller, caller: str) -> None:
        """Ask in the name of `caller`."""
        self._ask = ask
        self._caller = caller

    async def ask(self, text: str, manner: Manner, asking: Asking) -> Answer:
        """See `Ears.ask`.

        Raises:
            QuestionLost: It was not spoken, or something more important came in between.
        """
        sentence = Sentence(text=text, manner=manner, caller=self._caller)
        goal = skill_wire.ask_goal_message(AskGoal(sentence=sentence, asking=asking))
        try:
            result = skill_wire.ask_result(await self._ask.call(goal))
        except ActionUnavailable as fault:
            raise QuestionLost(str(fault)) from fault
        if result.answer is None:
            raise QuestionLost(result.error or "something more important came in between")
        return result.answer
