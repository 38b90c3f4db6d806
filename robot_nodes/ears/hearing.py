"""The thread that listens: voice activity and recognition take too long for a ROS callback."""

import threading
from collections.abc import Callable, Collection, Iterable
from functools import partial

from robot_nodes.ears.backlog import Backlog
from robot_nodes.ears.intake import Intake
from robot_nodes.short_id import short_id
from robot_nodes.signals import Chunk, Live, Reading
from robot_nodes.speech.echo import OwnVoice
from robot_nodes.speech.listener import (
    Expectation,
    HeardEvent,
    Listener,
    PartialHeard,
    SpeechStarted,
    UtteranceHeard,
)
from schedules.clock import Clock
from schedules.locale import Locale

MOST_CHUNKS = 500
"""Some nine seconds of sound, the robot's own too; who falls further behind loses the oldest."""
_STOP_DEADLINE_S = 3.0


class Hearing:
    """Feeds one listener per language from a queue, and hands on what it hears."""

    def __init__(
        self,
        listeners: dict[Locale, Listener],
        clock: Clock,
        speaking: Callable[[bool], None],
        heard: Callable[[Live], None],
        own_voice: OwnVoice,
    ) -> None:
        """Prepare; `start` starts the thread, in which `speaking` and `heard` are called.

        Args:
            listeners: For each language that may be spoken; several may share one.
            clock: Stamps what is heard.
            speaking: Called when somebody begins and ends to speak.
            heard: Called with each partial and final transcript.
            own_voice: Takes the robot's own sentences out of what is heard.
        """
        self._listeners = listeners
        self._clock = clock
        self._speaking = speaking
        self._heard = heard
        self._own_voice = own_voice
        self._intake = Intake()
        self._locale = next(iter(listeners))
        self._awaited: tuple[Locale, Expectation] | None = None
        """The language to listen for once whoever is speaking has ended."""
        self._utterance_id = ""
        self._backlog = Backlog(MOST_CHUNKS)
        self._thread: threading.Thread | None = None

    @property
    def lost_chunks(self) -> int:
        """How many were dropped because recognition fell behind."""
        return self._backlog.lost_sounds

    @property
    def is_running(self) -> bool:
        """Whether the thread is alive."""
        return self._thread is not None and self._thread.is_alive()

    def start(self) -> None:
        """Begin to listen, afresh where the thread had ended."""
        self._forget()
        self._thread = threading.Thread(target=self._run, name="hearing", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread and forget what was not listened to yet."""
        self._backlog.clear()
        self._backlog.put(None)
        if self._thread is not None:
            self._thread.join(_STOP_DEADLINE_S)

    def hear(self, chunk: Chunk) -> None:
        """Listen to a chunk soon; from any thread."""
        self._backlog.put_sound(lambda: self._listen(chunk))

    def played(self, chunk: Chunk) -> None:
        """Take note of what the robot itself plays; from any thread."""
        self._backlog.put_sound(
            lambda: self._own_voice.play(chunk.samples, chunk.sample_rate_hz, chunk.at)
        )

    def cut_off(self) -> None:
        """Take what was heard so far as all there is: the stream has ended; from any thread."""
        self._backlog.put(lambda: self._hand_on_all(self._listener.cut_off()))

    def replace(self, locales: Collection[Locale], make: Callable[[], Listener | None]) -> None:
        """Listen to some languages with what `make` returns, if anything; from any thread.

        Args:
            locales: The languages.
            make: Called in the thread that listens, as it may take seconds.
        """
        self._backlog.put(lambda: self._replace(locales, make))

    def expect(self, locale: Locale, expectation: Expectation) -> None:
        """Listen for one language and one kind of answer from now on; from any thread."""
        self._backlog.put(lambda: self._expect(locale, expectation))

    def forget(self) -> None:
        """Drop what was half heard, soon; from any thread."""
        self._backlog.put(self._forget)

    @property
    def _listener(self) -> Listener:
        return self._listeners[self._locale]

    def _run(self) -> None:
        while (work := self._backlog.take()) is not None:
            work()

    def _expect(self, locale: Locale, expectation: Expectation) -> None:
        """Listen for another language at once, or when whoever is speaking has ended: a cry."""
        is_other = self._listeners[locale] is not self._listener
        if is_other and self._listener.is_in_speech:
            self._awaited = locale, expectation
            return
        self._awaited = None
        begun = self._listener.hand_over() if is_other else None
        self._locale = locale
        self._listener.expect(expectation)
        if begun is not None:
            self._hand_on_all(self._listener.hear(*begun))

    def _forget(self) -> None:
        if self._listener.is_in_speech:
            self._speaking(False)  # noqa: FBT003 - a plain callback
        self._listener.reset()
        if self._awaited is not None:
            self._expect(*self._awaited)

    def _listen(self, chunk: Chunk) -> None:
        heard = self._intake.take(chunk)
        if heard is not None:
            clean = self._own_voice.remove(heard.samples, heard.at)
            self._hand_on_all(self._listener.hear(*clean))

    def _hand_on_all(self, events: Iterable[HeardEvent]) -> None:
        for event in events:
            self._hand_on(event)

    def _replace(self, locales: Collection[Locale], make: Callable[[], Listener | None]) -> None:
        listener = make()
        if listener is None:
            return
        if self._locale in locales:
            self._forget()
        self._listeners.update(dict.fromkeys(locales, listener))

    def _hand_on(self, event: HeardEvent) -> None:
        match event:
            case SpeechStarted():
                self._utterance_id = short_id()
                self._speaking(True)  # noqa: FBT003 - a plain callback
            case PartialHeard():
                self._heard(self._partial(event))
            case UtteranceHeard():
                self._heard(self._final(event))
                self._speaking(False)  # noqa: FBT003 - a plain callback
                if self._awaited is not None:
                    self._backlog.put(partial(self._expect, *self._awaited))

    def _partial(self, event: PartialHeard) -> Live:
        return Live(
            at=self._clock.now(),
            utterance_id=self._utterance_id,
            locale=self._locale,
            text=event.text,
            others=tuple(Reading(text=text) for text in event.others),
        )

    def _final(self, event: UtteranceHeard) -> Live:
        return Live(
            at=self._clock.now(),
            utterance_id=self._utterance_id,
            locale=self._locale,
            text=event.transcript.text,
            confidence=event.transcript.confidence,
            unknown_words=event.transcript.unknown_words,
            others=tuple(
                Reading(
                    text=other.text, confidence=other.confidence, unknown_words=other.unknown_words
                )
                for other in event.others
            ),
            speech_ended_at=event.speech_ended_at,
            decode_s=event.decode_s,
        )
