"""Turn times as the resident lives them. Pure: times come in as arguments."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sim.measures import BargedIn, Measure, ResidentBegan, ResidentSpoke, RobotSpoke, TurnTaken
from sim.resident import SENTENCE_GAP_S, Shown, Words

QUIETEST_DBFS = -120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One instant on both clocks."""

    s: float
    """The machine's monotonic clock, seconds: durations are taken by it."""
    at: datetime
    """The demonstration's clock, aware UTC."""

    def plus(self, duration_s: float) -> "Moment":
        """Return the instant `duration_s` seconds later."""
        return Moment(s=self.s + duration_s, at=self.at + timedelta(seconds=duration_s))


@dataclass(slots=True)
class _Sounding:
    """A sentence of the robot while it sounds."""

    shown: Shown
    began: Moment | None = None
    audible_until_s: float = 0.0
    sounds_until_s: float = 0.0
    loudest_dbfs: float = QUIETEST_DBFS


@dataclass(slots=True)
class _Speaking:
    """What the resident says, until the robot has replied."""

    words: Words
    began: Moment
    interrupted: _Sounding | None
    ended: Moment | None = None


class Stopwatch:
    """Turns sounds of both sides into measures, each handed out once."""

    def __init__(self) -> None:
        self._robot: _Sounding | None = None
        self._resident: _Speaking | None = None
        self._reply_began_s: float | None = None
        self._measures: list[Measure] = []

    def take(self) -> tuple[Measure, ...]:
        """Return what was measured since the last call."""
        taken = tuple(self._measures)
        self._measures.clear()
        return taken

    def robot_shows(self, shown: Shown) -> None:
        """A new sentence begins."""
        self._finish_sentence()
        self._robot = _Sounding(shown)

    def robot_sounds(
        self, level_dbfs: float, duration_s: float, now: Moment, *, is_audible: bool
    ) -> None:
        """A chunk of the robot's sentence sounds from `now` on."""
        robot = self._robot
        if robot is None:
            return
        robot.sounds_until_s = now.s + duration_s
        robot.loudest_dbfs = max(robot.loudest_dbfs, level_dbfs)
        if is_audible:
            robot.audible_until_s = now.s + duration_s
            if robot.began is None:
                robot.began = now
            self._maybe_replied(robot, now)

    def resident_begins(self, words: Words, now: Moment) -> None:
        """The first sample of an answer or a cry leaves for the robot."""
        is_cry = words.line.interrupts_after_s is not None
        self._resident = _Speaking(words, now, self._robot if is_cry else None)
        self._reply_began_s = None
        self._measures.append(
            ResidentBegan(
                resident_id=words.person.resident_id, text=words.line.answer, began_at=now.at
            )
        )

    def resident_ends(self, now: Moment) -> None:
        """The last voiced sample has left."""
        speaking = self._resident
        if speaking is None:
            return
        speaking.ended = now
        self._measures.append(
            ResidentSpoke(
                line=speaking.words.line.id,
                resident_id=speaking.words.person.resident_id,
                text=speaking.words.line.answer,
                began_at=speaking.began.at,
                ended_at=now.at,
                began_s=speaking.began.s,
                ended_s=now.s,
            )
        )
        self._maybe_complete()

    def time_passes(self, now_s: float) -> None:
        """Notice that a sentence is over."""
        robot = self._robot
        if robot is None or robot.began is None:
            return
        if now_s > robot.sounds_until_s + SENTENCE_GAP_S:
            self._finish_sentence()

    def _maybe_replied(self, robot: _Sounding, now: Moment) -> None:
        speaking = self._resident
        if speaking is None or self._reply_began_s is not None:
            return
        is_reply = speaking.ended is not None or speaking.interrupted is not None
        if is_reply and robot is not speaking.interrupted:
            self._reply_began_s = now.s
            self._maybe_complete()

    def _maybe_complete(self) -> None:
        """Measure the turn once the resident has ended and the robot has begun to reply."""
        speaking = self._resident
        if speaking is None or speaking.ended is None or self._reply_began_s is None:
            return
        if speaking.interrupted is None:
            line = speaking.words.line
            reply_s = self._reply_began_s - speaking.ended.s
            measure: Measure = TurnTaken(line=line.id, is_closed=line.is_closed, reply_s=reply_s)
        else:
            measure = BargedIn(
                line=speaking.words.line.id,
                utterance_id=speaking.interrupted.shown.utterance_id,
                cry_s=speaking.ended.s - speaking.began.s,
                silent_s=speaking.interrupted.audible_until_s - speaking.began.s,
                reply_s=self._reply_began_s - speaking.began.s,
            )
        self._measures.append(measure)
        self._resident = None

    def _finish_sentence(self) -> None:
        robot, self._robot = self._robot, None
        if robot is None or robot.began is None:
            return
        self._measures.append(
            RobotSpoke(
                utterance_id=robot.shown.utterance_id,
                resident_id=robot.shown.resident_id,
                text=robot.shown.text,
                loudest_dbfs=round(robot.loudest_dbfs, 1),
                began_at=robot.began.at,
                sounded_s=robot.audible_until_s - robot.began.s,
            )
        )
