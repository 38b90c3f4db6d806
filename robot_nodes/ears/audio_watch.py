"""Whether sound still comes, and at which rate: seen by a timer, fed by whoever captures."""

from robot_nodes.speech.audio import HEARING_RATE_HZ

HIGHEST_RATE_HZ = 192_000
"""Of a sound card. From here down to the rate of hearing, sound is resampled."""


class AudioWatch:
    """Counts the seconds without sound. `heard` may be called from any thread."""

    def __init__(self, no_audio_after_s: float) -> None:
        """Count `no_audio_after_s` seconds without sound as a lost microphone."""
        self.no_audio_after_s = no_audio_after_s
        self._without_s = 0.0
        self.sample_rate_hz = HEARING_RATE_HZ
        """Of the latest sound."""

    @property
    def is_silent(self) -> bool:
        """Whether no sound has come for too long; a quiet room still gives sound."""
        return self._without_s >= self.no_audio_after_s

    @property
    def is_usable(self) -> bool:
        """Whether the latest sound has a rate from which speech can be recognised."""
        return is_usable_rate(self.sample_rate_hz)

    def passed(self, seconds: float) -> None:
        """Take note that time passed."""
        self._without_s += seconds

    def heard(self, sample_rate_hz: int) -> None:
        """Take note of sound."""
        self._without_s = 0.0
        self.sample_rate_hz = sample_rate_hz


def is_usable_rate(sample_rate_hz: int) -> bool:
    """Return whether sound at that rate holds all that the recognisers were trained on."""
    return HEARING_RATE_HZ <= sample_rate_hz <= HIGHEST_RATE_HZ
