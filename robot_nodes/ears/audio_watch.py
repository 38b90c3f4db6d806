"""Notices that a microphone has gone silent for good, or speaks at the wrong rate."""

from codebook.robot import Component, RobotFault
from robot_nodes.speech.audio import HEARING_RATE_HZ


class AudioWatch:
    """Turns the coming and going of sound into faults, each told once and resolved once."""

    def __init__(self, no_audio_after_s: float) -> None:
        """Count no_audio_after_s seconds without sound as a lost microphone."""
        self._no_audio_after_s = no_audio_after_s
        self._without_s = 0.0
        self._code = ""

    @property
    def trouble(self) -> str:
        """The code of the fault under way, empty while all is well."""
        return self._code

    def passed(self, seconds: float) -> RobotFault | None:
        """Take note that time passed; return the fault that this makes plain."""
        self._without_s += seconds
        if self._without_s < self._no_audio_after_s or self._code:
            return None
        self._code = "no_audio"
        return _fault(
            self._code,
            f"nothing heard for {self._no_audio_after_s:g} s: check the microphone and its cable",
        )

    def heard(self, sample_rate_hz: int) -> RobotFault | None:
        """Take note of sound; return the fault that it is, or the one that it ends."""
        self._without_s = 0.0
        if sample_rate_hz == HEARING_RATE_HZ:
            return self._recovered()
        if self._code == "wrong_sample_rate":
            return None
        self._code = "wrong_sample_rate"
        return _fault(
            self._code,
            f"sound comes at {sample_rate_hz} Hz: set the source to {HEARING_RATE_HZ} Hz",
        )

    def _recovered(self) -> RobotFault | None:
        code, self._code = self._code, ""
        return _fault(code, "sound is back", is_resolved=True) if code else None


def _fault(code: str, detail: str, *, is_resolved: bool = False) -> RobotFault:
    return RobotFault(
        component=Component.MICROPHONE, code=code, detail=detail, is_resolved=is_resolved
    )
