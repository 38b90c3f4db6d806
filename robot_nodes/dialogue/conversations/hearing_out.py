"""Asking until something clear was said: gently after silence, simpler after misunderstandings.

Two misunderstandings lead to a simpler question, three to the screen or a human, and none to a
loop: no question is asked more than `MOST_ASKED` times, whatever is said.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from codebook.manner import Hearing
from robot_nodes.dialogue.conversations.answers import intent_of, is_aside, is_silence
from robot_nodes.dialogue.conversations.manner_wish import change_manner
from robot_nodes.dialogue.conversations.medicine_advice import give_no_advice
from robot_nodes.dialogue.conversations.scene import Scene
from robot_nodes.dialogue.line import Line
from robot_nodes.dialogue.medicine_question import is_medicine_question
from robot_nodes.dialogue.speech_level import WISHES
from robot_nodes.ports import Answer, AnswerCode, Asking

MOST_ASKED = 8
"""Times, repeats on request and after a wish included."""
SEEN_TO_AFTERWARDS = frozenset({"pause_listening", "forget", "who_listens", "who_has_read"})
"""Wishes that have their turn once the question is out of the way."""
_ONCE, _TWICE, _THRICE = 1, 2, 3
_GENTLY: Mapping[Hearing, int] = MappingProxyType({Hearing.GOOD: 1, Hearing.REDUCED: 2})
"""How often a question that met silence is repeated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """One question in all the words in which it is asked."""

    first: str
    gently: str
    """After silence."""
    again: str
    """After the first misunderstanding."""
    simply: str
    """After the second."""
    asking: Asking


class Ending(StrEnum):
    """How it ended."""

    ANSWERED = "answered"
    """With an answer that fits, or with what cannot wait."""
    SILENCE = "silence"
    MUDDLED = "muddled"
    """Something was said, and not understood."""
    STOPPED = "stopped"
    """The resident does not want to talk now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardOut:
    """What came of a question."""

    ending: Ending
    answer: Answer
    """The last one."""


async def hear_out(
    scene: Scene,
    prompt: Prompt,
    fits: Callable[[Answer], bool],
    retry: Callable[[Answer], str | None] = lambda _: None,
) -> HeardOut:
    """Ask until an answer fits, or until more asking would only trouble the resident.

    Args:
        scene: Where it takes place.
        prompt: The question.
        fits: Whether an answer is one.
        retry: What to ask instead after an answer that nearly fits; None for the usual.
    """
    question = _Question(scene=scene, prompt=prompt, fits=fits, retry=retry)
    return await question.put()


@dataclass(slots=True, kw_only=True)
class _Question:
    """One question on its way to an answer."""

    scene: Scene
    prompt: Prompt
    fits: Callable[[Answer], bool]
    retry: Callable[[Answer], str | None]
    silences: int = 0
    muddles: int = 0
    has_declined_advice: bool = False

    async def put(self) -> HeardOut:
        following: str | Ending = self.prompt.first
        answer = Answer(code=AnswerCode.SILENCE)
        for _ in range(MOST_ASKED):
            if isinstance(following, Ending):
                break
            answer = await self.scene.put(following, self.prompt.asking)
            following = await self._following(answer)
        ending = following if isinstance(following, Ending) else Ending.MUDDLED
        return HeardOut(ending=ending, answer=answer)

    async def _following(self, answer: Answer) -> str | Ending:
        """Return how the question has ended, or the words in which to ask it next."""
        if is_silence(answer):
            return self._after_silence()
        if is_aside(answer):
            return Ending.ANSWERED
        if is_medicine_question(answer.transcript, self.scene.locale):
            return await self._without_advice(answer)
        if self.fits(answer):
            return Ending.ANSWERED
        return await self._beside(answer)

    def _after_silence(self) -> str | Ending:
        self.silences += 1
        if self.silences <= _GENTLY[self.scene.hearing]:
            return self.prompt.gently
        return Ending.MUDDLED if self.muddles else Ending.SILENCE

    async def _without_advice(self, answer: Answer) -> str | Ending:
        """Give no advice and go on; whoever asks again is offered no nurse a second time."""
        if self.has_declined_advice:
            await self.scene.say(Line.MEDICINE_NO_ADVICE)
            return self._after_muddle(answer)
        self.has_declined_advice = True
        await give_no_advice(self.scene, answer.utterance_id, answer.modality)
        return self.prompt.first

    async def _beside(self, answer: Answer) -> str | Ending:
        """Do what was asked for in place of an answer, or count a misunderstanding."""
        match intent_of(answer):
            case "stop":
                return Ending.STOPPED
            case "repeat":
                return self.prompt.first
            case intent if intent in WISHES:
                await change_manner(self.scene, intent, answer.utterance_id)
                return self.prompt.first
            case intent if intent in SEEN_TO_AFTERWARDS:
                return self.prompt.first
            case _:
                return self._after_muddle(answer)

    def _after_muddle(self, answer: Answer) -> str | Ending:
        self.muddles += 1
        if self.muddles == _ONCE:
            return self.retry(answer) or self.prompt.again
        if self.muddles == _TWICE:
            return self.prompt.simply
        if self.muddles == _THRICE and self.scene.has_screen:
            return self.scene.sentence(Line.TALK_ON_SCREEN, question=self.prompt.simply)
        return Ending.MUDDLED
