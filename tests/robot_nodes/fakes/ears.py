"""Ears that hear what a test has written, understood by the real interpreter."""

from collections.abc import Iterable
from dataclasses import replace

from codebook.speech import Modality
from robot_nodes.dialogue.intents import Interpreter
from robot_nodes.dialogue.scale import scored
from robot_nodes.ports import Answer, AnswerCode, Asking, Manner, Priority

SILENCE = ""
"""An answer that never comes."""


class ScriptedEars:
    """Fulfils `robot_nodes.ports.Ears`: each question gets the next answer of the script."""

    def __init__(self, interpreter: Interpreter, answers: Iterable[str] = ()) -> None:
        self.interpreter = interpreter
        self.answers = list(answers)
        """Still to come; once they are used up there is silence."""
        self.questions: list[str] = []
        """What was asked, in order."""
        self.askings: list[Asking] = []
        self.priorities: list[Priority] = []
        self.modality = Modality.SPEECH
        """How the answers come."""
        self.is_doubted = False
        """Whether only one decoder hears them."""
        self.doubted: frozenset[str] = frozenset()
        """What only one decoder hears, whatever else both hear."""

    async def ask(self, text: str, manner: Manner, asking: Asking) -> Answer:
        """Remember the question and return the next answer at once."""
        self.questions.append(text)
        self.askings.append(asking)
        self.priorities.append(manner.priority)
        said = self.answers.pop(0) if self.answers else SILENCE
        if said == SILENCE:
            return Answer(code=AnswerCode.SILENCE)
        meant = self.interpreter.understand(said, manner.locale, asking.intents)
        understanding = replace(
            scored(meant, said, manner.locale, asking.intents),
            is_doubted=self.is_doubted or said in self.doubted,
        )
        is_answer = not asking.intents or understanding.intent in asking.intents
        return Answer(
            code=AnswerCode.ANSWERED if is_answer else AnswerCode.UNCLEAR,
            understanding=understanding,
            transcript=said,
            utterance_id=f"u{len(self.questions)}",
            modality=self.modality,
        )
