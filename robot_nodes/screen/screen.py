"""What the screen shows, and which presses count. Pure: time is an argument."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from codebook.robot import Component
from robot_nodes.deafness import deafens
from robot_nodes.dialogue.scale import SCORES
from robot_nodes.screen.words import ScreenWords, screen_words
from robot_nodes.signals import STANDING_BUTTONS, Expected, Touched
from schedules.locale import Locale

ANSWERS = ("affirm", "deny", "feel_good", "feel_ok", "feel_bad", "cancel_help", *SCORES)
"""Intents that a question's buttons may stand for, in the order of the buttons."""
SETTLED_AFTER = timedelta(seconds=0.7)
"""A press sooner after the buttons changed was meant for those before: hands tremble."""
AGAIN_AFTER = timedelta(seconds=1)
"""A second press of the same standing button before that is the same press."""
SENTENCES_SHOWN = 2
SHOWN_FOR = timedelta(seconds=60)
"""An old sentence misleads: "it is time for your medicine" is true for a while only."""
_MUTE = frozenset({Component.LOUDSPEAKER, Component.SYNTHESISER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """One button."""

    intent: str
    label: str
    question: int
    """The question that it answers; 0 for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the page draws."""

    language: str
    captions: tuple[str, ...]
    """The latest sentences, the newest last."""
    is_speaking: bool
    state: tuple[str, ...]
    """One line each, the most important first."""
    is_well: bool
    """Whether the state holds no trouble."""
    buttons: tuple[Button, ...]
    """Help is the last, always."""
    words: Mapping[str, str]
    """What the page says by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """All that the screen knows of the robot."""

    locale: Locale
    number_to_call: str = ""
    captions: tuple[str, ...] = ()
    said_at: datetime | None = None
    reminder: str = ""
    """What the care node wants to be read until it is answered."""
    is_speaking: bool = False
    expected: Expected = field(default_factory=Expected)
    asked_at: datetime | None = None
    """When the buttons last changed."""
    pressed_at: Mapping[str, datetime] = field(default_factory=dict)
    """Standing button -> its latest press."""
    is_paused: bool = False
    """Whether the robot does not listen."""
    may_listen: bool = True
    """Whether a button may change that: not where consent was refused or taken back."""
    is_reached: bool = True
    """Whether the home care service is."""
    faults: frozenset[tuple[Component, str]] = frozenset()

    def said(self, sentence: str, at: datetime) -> "Screen":
        """Show a sentence that begins to sound."""
        captions = (*self.captions, sentence)[-SENTENCES_SHOWN:]
        return replace(self, captions=captions, said_at=at)

    def passed(self, at: datetime) -> "Screen":
        """Take away what was said some time ago, unless its answer is still waited for."""
        is_now = self.is_speaking or self.expected.is_waiting or self.said_at is None
        if is_now or timedelta(0) <= at - (self.said_at or at) < SHOWN_FOR:
            return self
        return replace(self, captions=(), said_at=None)

    def asked(self, expected: Expected, at: datetime) -> "Screen":
        """Offer the answers of what is waited for now."""
        if expected == self.expected:
            return self
        return replace(self, expected=expected, asked_at=at)

    def failed(self, component: Component, code: str, *, is_resolved: bool) -> "Screen":
        """Take note of a fault that came or went."""
        fault = {(component, code)}
        faults = self.faults - fault if is_resolved else self.faults | fault
        return replace(self, faults=faults)

    def touched(self, intent: str, question: int, at: datetime) -> tuple["Screen", Touched | None]:
        """Return what a press means, None where it came too late, too soon or twice."""
        button = next(
            (b for b in self._buttons() if (b.intent, b.question) == (intent, question)), None
        )
        if button is None or not self._counts(button, at):
            return self, None
        pressed = replace(self, pressed_at={**self.pressed_at, intent: at})
        touch = Touched(
            at=at, intent=intent, label=button.label, locale=self.locale, question=question
        )
        return pressed, touch

    def view(self) -> View:
        """Return what the page draws now."""
        words = self._words
        state, is_well = self._state()
        not_running = (
            words.page.not_running.format(number=self.number_to_call)
            if self.number_to_call
            else words.page.not_running_alone
        )
        return View(
            language=words.language,
            captions=self.captions or ((self.reminder,) if self.reminder else ()),
            is_speaking=self.is_speaking,
            state=state,
            is_well=is_well,
            buttons=self._buttons(),
            words={
                "title": words.page.title,
                "captions": words.page.captions,
                "answers": words.page.answers,
                "quiet": words.page.quiet,
                "pressed": words.page.pressed,
                "too_late": words.page.too_late,
                "not_running": not_running,
            },
        )

    @property
    def _words(self) -> ScreenWords:
        return screen_words(self.locale)

    def _counts(self, button: Button, at: datetime) -> bool:
        if button.intent in STANDING_BUTTONS:
            before = self.pressed_at.get(button.intent)
            return before is None or not timedelta(0) <= at - before < AGAIN_AFTER
        return self.asked_at is None or not timedelta(0) <= at - self.asked_at < SETTLED_AFTER

    def _buttons(self) -> tuple[Button, ...]:
        wanted = self.expected.intents if self.expected.is_waiting else ()
        intents = [(name, self.expected.question) for name in ANSWERS if name in wanted]
        if self.is_paused and self.may_listen:
            intents.append(("resume_listening", 0))
        intents.append(("help", 0))
        return tuple(
            Button(intent=intent, label=self._label(intent), question=question)
            for intent, question in intents
        )

    def _label(self, intent: str) -> str:
        if intent in SCORES:
            return intent.removeprefix("score_")
        return str(getattr(self._words.buttons, intent))

    def _state(self) -> tuple[tuple[str, ...], bool]:
        words = self._words.state
        troubles = self._troubles()
        lines = [str(getattr(words, trouble)) for trouble in troubles]
        if self.is_paused:
            lines.append(words.paused)
        elif "deaf" not in troubles:
            lines.append(words.speaking if self.is_speaking else words.listening)
        if not self.is_reached:
            lines.append(words.not_reached.format(number=self.number_to_call).rstrip())
        return tuple(lines), not troubles and self.is_reached

    def _troubles(self) -> list[str]:
        """Return what the resident must know of: what only makes the robot hear worse is not."""
        is_deaf = any(deafens(component, code, self.locale) for component, code in self.faults)
        is_mute = any(component in _MUTE for component, _ in self.faults)
        return ["deaf"] * is_deaf + ["mute"] * is_mute
