"""A resident who answers as people do: mostly, sometimes later, sometimes not at all."""

from random import Random

from robot_nodes.ports import Answer, AnswerCode, Asking, Manner, Understanding

_REPLIES = {
    "taken": 45,
    "": 25,  # silence
    "later": 10,
    "unknown": 8,
    "refuse": 5,
    "not_taken": 4,
    "affirm": 2,
    "deny": 1,
}


class WaywardResident:
    """Fulfils `robot_nodes.ports.Ears`."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._answers = 0

    async def ask(self, text: str, manner: Manner, asking: Asking) -> Answer:
        """Answer at once, or with silence."""
        del text, manner
        (intent,) = self._chance.choices(tuple(_REPLIES), tuple(_REPLIES.values()))
        if not intent:
            return Answer(code=AnswerCode.SILENCE)
        self._answers += 1
        is_wanted = intent in asking.intents or not asking.intents
        return Answer(
            code=AnswerCode.ANSWERED if is_wanted else AnswerCode.UNCLEAR,
            understanding=Understanding(intent=intent, confidence=1.0),
            transcript=f"svar {self._answers}",
            utterance_id=f"u{self._answers}",
        )
