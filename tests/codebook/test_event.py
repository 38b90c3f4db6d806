import inspect
from datetime import UTC, datetime, timedelta, timezone
from typing import get_args
from uuid import UUID

import pytest
from pydantic import ValidationError

from codebook.event import Body, Event, ServerBody
from codebook.model import Model
from codebook.robot import RobotStopped
from codebook.task import TaskReported
from schedules.outcome import EvidenceGrade, Outcome

KINDS: tuple[type[Model], ...] = get_args(Body)
NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)


def event(occurred_at: datetime = NOON) -> Event:
    return Event(
        id=UUID(int=1),
        robot_id=UUID(int=2),
        boot_id=UUID(int=3),
        sequence=1,
        resident_id=UUID(int=4),
        occurred_at=occurred_at,
        body=TaskReported(
            occurrence_id=UUID(int=5),
            item_id=UUID(int=6),
            outcome=Outcome.TAKEN,
            grade=EvidenceGrade.SAID,
        ),
    )


def test_an_event_survives_the_wire_unchanged() -> None:
    assert Event.model_validate_json(event().model_dump_json()) == event()


def test_what_is_wrong_with_an_event_is_told_without_the_words_that_stood_there() -> None:
    said = {"kind": "speech.heard", "text": ["nobody else shall read this"]}
    with pytest.raises(ValidationError) as wrong:
        Event.model_validate({**event().model_dump(mode="json"), "body": said})
    assert "text" in str(wrong.value)
    assert "nobody else" not in str(wrong.value)


def test_an_instant_of_another_zone_is_kept_in_utc() -> None:
    oslo = timezone(timedelta(hours=1))
    assert event(datetime(2026, 3, 2, 12, tzinfo=oslo)) == event()


def test_a_time_without_its_zone_is_refused() -> None:
    with pytest.raises(ValidationError, match="occurred_at"):
        event(NOON.replace(tzinfo=None))


def test_an_unknown_kind_is_refused_with_the_list_of_known_ones() -> None:
    text = event().model_dump_json().replace("task.reported", "task.swallowed")
    with pytest.raises(ValidationError, match=r"task\.swallowed.*task\.reported"):
        Event.model_validate_json(text)


def test_a_field_that_the_codebook_does_not_know_is_refused() -> None:
    text = event().model_dump_json().replace('"sequence":1', '"sequence":1,"mood":"good"')
    with pytest.raises(ValidationError, match="mood"):
        Event.model_validate_json(text)


def test_an_event_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        event().sequence = 2  # type: ignore[misc] # the very thing that must not work


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_kind_has_a_name_a_version_and_a_description(kind: type[Model]) -> None:
    assert kind.model_fields["kind"].default
    assert kind.model_fields["version"].default >= 1
    assert inspect.getdoc(kind)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_field_says_what_it_means(kind: type[Model]) -> None:
    unexplained = [name for name, field in kind.model_fields.items() if not field.description]
    assert set(unexplained) <= {"kind", "version"}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_fraction_has_its_unit_in_its_name_or_is_a_ratio(kind: type[Model]) -> None:
    fractions = [name for name, field in kind.model_fields.items() if field.annotation is float]
    ratios = {"confidence", "volume", "rate"}
    assert all(name.endswith("_s") or name in ratios for name in fractions)


def test_no_two_kinds_share_a_name() -> None:
    names = [kind.model_fields["kind"].default for kind in KINDS]
    assert len(set(names)) == len(names)


def test_a_server_s_event_names_no_robot() -> None:
    assert all(
        kind.model_fields["kind"].default.startswith("alert.") for kind in get_args(ServerBody)
    )


def test_a_robot_s_own_event_needs_no_resident() -> None:
    own = event().model_copy(update={"resident_id": None, "body": RobotStopped(reason="requested")})
    assert Event.model_validate_json(own.model_dump_json()).resident_id is None
