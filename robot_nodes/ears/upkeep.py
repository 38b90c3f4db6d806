"""Looks now and then whether the ears still hear: mends what it can, tells what it cannot."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

from codebook.robot import Component
from robot_nodes.adapters.audio_device import AudioDeviceMissing
from robot_nodes.deafness import MODEL_REPLACED, MODEL_UNUSABLE
from robot_nodes.ears.audio_watch import AudioWatch
from robot_nodes.ears.hearing import Hearing
from robot_nodes.ears.languages import Languages
from robot_nodes.speech.audio import HEARING_RATE_HZ
from robot_nodes.troubles import Troubles

MICROPHONE_RETRY_S = 3.0
MODEL_RETRY_S = 60.0


class Device(Protocol):
    """A microphone that may come and go."""

    @property
    def is_open(self) -> bool:
        """Whether sound should come."""
        ...

    def open(self) -> None:
        """Begin, afresh where it had begun; raises AudioDeviceMissing."""
        ...


class Upkeep:
    """Used in one thread."""

    def __init__(
        self,
        watch: AudioWatch,
        hearing: Hearing,
        languages: Languages,
        microphone: Device | None,
        troubles: Troubles,
        healed: Callable[[], None],
    ) -> None:
        """Look after the ears.

        Args:
            watch: Counts the seconds without sound.
            hearing: The thread that listens.
            languages: The models.
            microphone: None where sound comes by topic.
            troubles: Told of each fault and of its end.
            healed: Called when a model could be loaded at last.
        """
        self._watch = watch
        self._hearing = hearing
        self._languages = languages
        self._microphone = microphone
        self._troubles = troubles
        self._healed = healed
        self._until_microphone_s = 0.0
        self._until_models_s = MODEL_RETRY_S
        self._model_troubles: set[str] = set()

    def look(self, passed_s: float) -> None:
        """Look at everything once; `passed_s` seconds after the last look."""
        self._watch.passed(passed_s)
        self._look_at_sound()
        self._look_at_microphone(passed_s)
        self._look_at_hearing()
        self._look_at_models(passed_s)

    def _look_at_sound(self) -> None:
        if self._watch.is_silent:
            if "no_audio" not in self._troubles.codes:
                self._hearing.cut_off()
            detail = (
                f"nothing heard for {self._watch.no_audio_after_s:g} s:"
                " check the microphone and its cable"
            )
            self._troubles.came(Component.MICROPHONE, "no_audio", detail)
            return
        self._troubles.went("no_audio", "sound is back")
        if self._watch.is_usable:
            self._troubles.went("wrong_sample_rate", "sound comes at a rate that can be used")
            return
        detail = (
            f"sound comes at {self._watch.sample_rate_hz} Hz: "
            f"set the source to {HEARING_RATE_HZ} Hz or more"
        )
        self._troubles.came(Component.MICROPHONE, "wrong_sample_rate", detail)

    def _look_at_microphone(self, passed_s: float) -> None:
        if self._microphone is None:
            return
        self._until_microphone_s -= passed_s
        is_well = self._microphone.is_open and not self._watch.is_silent
        if is_well or self._until_microphone_s > 0:
            return
        self._until_microphone_s = MICROPHONE_RETRY_S
        try:
            self._microphone.open()
        except AudioDeviceMissing as fault:
            self._troubles.came(Component.MICROPHONE, "no_microphone", str(fault))
        else:
            self._troubles.went("no_microphone", "the microphone could be opened")

    def _look_at_hearing(self) -> None:
        if self._hearing.is_running:
            self._troubles.went("recogniser_stopped", "the recogniser listens again")
            return
        detail = "the recogniser ended and was started again: `nabo doctor` checks its model"
        self._troubles.came(Component.RECOGNISER, "recogniser_stopped", detail)
        self._hearing.start()

    def _look_at_models(self, passed_s: float) -> None:
        troubled = dict(self._languages.troubles)
        deaf = frozenset(self._languages.deaf)
        codes = {
            f"{MODEL_UNUSABLE if locale in deaf else MODEL_REPLACED}{locale}": detail
            for locale, detail in troubled.items()
        }
        for code, detail in codes.items():
            self._troubles.came(Component.RECOGNISER, code, detail)
        for code in self._model_troubles - set(codes):
            self._troubles.went(code, "the model could be loaded")
            self._healed()
        self._model_troubles = set(codes)
        self._until_models_s -= passed_s
        if self._until_models_s > 0:
            return
        self._until_models_s = MODEL_RETRY_S
        for model in troubled:
            self._hearing.replace(
                self._languages.heard_by(model), partial(self._languages.heal, model)
            )
