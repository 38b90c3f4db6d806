"""The answers to one question of a check-in, one after the other: pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from codebook.check_in import CheckInAnswered
from codebook.event import Event
from schedules.care_plan import CheckIn, PlanItem, QuestionKind
from schedules.outcome import EvidenceGrade


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer. Personal data."""

    at: datetime
    level: int | None
    """Where it stands among the answers there can be, 0 for the lowest; None where nowhere."""
    intent: str
    score: int | None
    words: str
    """As recognised."""
    is_worrying: bool
    grade: EvidenceGrade


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """All answers to one question, in order of time."""

    question: str
    kind: QuestionKind
    answers: tuple[Answer, ...]


LEVELS: Mapping[QuestionKind, tuple[str, ...]] = MappingProxyType(
    {
        QuestionKind.SCALE: ("1", "2", "3", "4", "5"),
        QuestionKind.YES_NO: ("deny", "affirm"),
        QuestionKind.YES_EXPECTED: ("deny", "affirm"),
        QuestionKind.NO_EXPECTED: ("deny", "affirm"),
        QuestionKind.FEELING: ("feel_bad", "feel_ok", "feel_good"),
        QuestionKind.SLEEP: ("feel_bad", "feel_ok", "feel_good"),
        QuestionKind.OPEN: (),
    }
)
"""The answers that a question can have, the lowest first: a score, or the intent understood."""

_ALIKE = MappingProxyType({"affirm": "feel_good", "deny": "feel_bad"})
"""What a yes or no means as an answer to how somebody feels or has slept."""


def series(events: Iterable[Event], items: Mapping[UUID, PlanItem]) -> tuple[Series, ...]:
    """Return the answers of each question, the questions in order of their first answer.

    Args:
        events: Of one resident, in order of occurrence; other kinds are passed over.
        items: Plan item id -> item, for the questions that events name only by id.
    """
    found: dict[tuple[UUID, str], list[tuple[datetime, CheckInAnswered]]] = {}
    for event in events:
        if isinstance(event.body, CheckInAnswered):
            key = event.body.item_id, event.body.question_id
            found.setdefault(key, []).append((event.occurred_at, event.body))
    return tuple(_series(key, answers, items) for key, answers in found.items())


def _series(
    key: tuple[UUID, str],
    answers: list[tuple[datetime, CheckInAnswered]],
    items: Mapping[UUID, PlanItem],
) -> Series:
    text, kind = _asked(key, items)
    told = next((body.question_kind for _, body in reversed(answers) if body.question_kind), kind)
    return Series(
        question=text,
        kind=told,
        answers=tuple(_answer(at, body, told) for at, body in answers),
    )


def _asked(key: tuple[UUID, str], items: Mapping[UUID, PlanItem]) -> tuple[str, QuestionKind]:
    item = items.get(key[0])
    questions = item.questions if isinstance(item, CheckIn) else ()
    asked = next((question for question in questions if question.id == key[1]), None)
    return (asked.text, asked.kind) if asked else (key[1], QuestionKind.OPEN)


def _answer(at: datetime, body: CheckInAnswered, kind: QuestionKind) -> Answer:
    return Answer(
        at=at,
        level=_level(body, kind),
        intent=body.answer,
        score=body.score,
        words=body.transcript,
        is_worrying=body.is_worrying,
        grade=body.grade,
    )


def _level(body: CheckInAnswered, kind: QuestionKind) -> int | None:
    levels = LEVELS[kind]
    given = str(body.score) if kind is QuestionKind.SCALE else body.answer
    if kind in {QuestionKind.FEELING, QuestionKind.SLEEP}:
        given = _ALIKE.get(given, given)
        if given not in levels and body.is_worrying:
            given = levels[0]
    return levels.index(given) if given in levels else None
