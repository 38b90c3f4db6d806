"""How long the resident waited: from the end of their speech to the robot's first sample."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from codebook.speech import TurnTiming
from robot_nodes.signals import Live

LONGEST_TURN = timedelta(seconds=10)
"""What is said later is no reply."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unanswered:
    utterance_id: str
    speech_ended_at: datetime
    is_closed_question: bool
    endpoint_s: float
    decode_s: float
    understand_s: float


class TurnWatch:
    """Pairs each utterance with the reply that follows it."""

    def __init__(self) -> None:
        self._open: _Unanswered | None = None

    def heard(self, live: Live, *, understand_s: float, is_closed_question: bool) -> None:
        """Take note of an utterance that has ended."""
        if live.speech_ended_at is None:
            return
        took_s = (live.at - live.speech_ended_at).total_seconds()
        self._open = _Unanswered(
            utterance_id=live.utterance_id,
            speech_ended_at=live.speech_ended_at,
            is_closed_question=is_closed_question,
            endpoint_s=max(0.0, took_s - live.decode_s),
            decode_s=live.decode_s,
            understand_s=understand_s,
        )

    def robot_spoke(self, at: datetime, *, synthesise_s: float) -> TurnTiming | None:
        """Return the timing of the turn that the robot takes at `at`, or None where it is none.

        Args:
            at: The first sample of what it says.
            synthesise_s: What its sound took, seconds.
        """
        heard, self._open = self._open, None
        if heard is None or not timedelta(0) <= at - heard.speech_ended_at <= LONGEST_TURN:
            return None
        return TurnTiming(
            utterance_id=heard.utterance_id,
            is_closed_question=heard.is_closed_question,
            endpoint_s=heard.endpoint_s,
            decode_s=heard.decode_s,
            understand_s=heard.understand_s,
            synthesise_s=synthesise_s,
            reply_s=(at - heard.speech_ended_at).total_seconds(),
        )
