"""The nightly run, on a village in which something of everything happened."""

from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete
from sqlmodel import col, func, select

from care_api.alerts import service as alerts
from care_api.alerts.state import AlertState
from care_api.alerts.tables import AlertRow
from care_api.audit import sealing
from care_api.audit import service as audit
from care_api.audit.tables import AccessRow
from care_api.commands.tables import CommandRow
from care_api.db import Table
from care_api.events.tables import DeadLetterRow, EventBodyRow, EventRow
from care_api.family.tables import FamilyLinkRow, FamilyLookRow
from care_api.handovers.tables import HandoverRow
from care_api.notes.tables import NoteRow
from care_api.notifications.state import State
from care_api.notifications.tables import NotificationRow
from care_api.on_call.tables import ContactRow
from care_api.relations.tables import RelationRow
from care_api.retention import service
from care_api.retention.rule import USUAL, Kind
from care_api.retention.service import Gone
from care_api.retention.tables import RetentionRow
from care_api.settings import Settings
from care_api.tasks.tables import TaskRow
from care_api.worker import Worker
from codebook.event import Event
from codebook.presence import PresenceChanged, PresenceSource
from codebook.speech import SpeechHeard
from codebook.upload import ItemStatus
from schedules.locale import Locale
from schedules.task import Stage
from tests.care_api.events.sending import send
from tests.care_api.lived_in import live_in
from tests.care_api.retention.nights import decide, foretold, pass_night, tenant_of, told
from tests.care_api.village import MORNING, Village

WORDS = "hjelp jeg har falt på badet"
ROOMS = ("Stua", "Kjøkkenet", "Badet")
FOUR_MONTHS = timedelta(days=124)
ELEVEN_YEARS = timedelta(days=11 * 366)


@pytest.fixture
def lived_in(village: Village) -> Village:
    live_in(village, WORDS)
    return village


def count(village: Village, table: type[Table]) -> int:
    with village.database.reading() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def documents(village: Village, unit_id: UUID) -> list[str]:
    with village.database.reading() as session:
        query = select(EventBodyRow.document).join(
            EventRow,
            col(EventRow.id) == EventBodyRow.event_id,
        )
        return list(session.exec(query.where(EventRow.unit_id == unit_id)))


def close_alerts(village: Village, at: datetime | None = None) -> None:
    with village.work() as work:
        for row in work.session.exec(select(AlertRow)):
            row.state, row.closed_at = AlertState.CLOSED.value, at or work.now
            work.session.add(row)
        for message in work.session.exec(select(NotificationRow)):
            message.state = State.WITHDRAWN.value  # as whoever sends them would find
            work.session.add(message)


def seen_in(village: Village, room: str) -> Event:
    body = PresenceChanged(room=room, source=PresenceSource.SENSOR)
    return village.robot.event(body, village.solveig, MORNING)


def test_without_a_decision_nothing_ever_goes(lived_in: Village) -> None:
    close_alerts(lived_in)
    before = {table: count(lived_in, table) for table in (EventRow, TaskRow, AlertRow, NoteRow)}
    assert pass_night(lived_in, ELEVEN_YEARS) == 0
    assert {table: count(lived_in, table) for table in before} == before
    assert any(WORDS in document for document in documents(lived_in, lived_in.solbakken))


def test_what_is_decided_holds_from_the_next_night_on(lived_in: Village) -> None:
    close_alerts(lived_in)
    lived_in.clock.pass_by(FOUR_MONTHS)
    decide(lived_in)
    assert pass_night(lived_in, timedelta(hours=12)) == 0
    assert pass_night(lived_in, timedelta(hours=12)) > 0
    assert not any(WORDS in each for each in documents(lived_in, lived_in.solbakken))


def test_words_go_and_what_they_meant_stays(lived_in: Village) -> None:
    close_alerts(lived_in)
    before = count(lived_in, EventRow)
    decide(lived_in)
    pass_night(lived_in, FOUR_MONTHS)
    kept = [Event.model_validate_json(each) for each in documents(lived_in, lived_in.solbakken)]
    assert count(lived_in, EventRow) == before
    assert not any(WORDS in each.model_dump_json() for each in kept)
    [heard, *_] = (each for each in kept if each.kind == "speech.heard")
    assert heard.model_dump()["body"]["intent"] == "taken"
    assert len([each for each in kept if each.kind == "help.requested"]) == 2
    assert [each.split(":")[0] for each in told(lived_in)] == ["words"]


def test_the_words_of_a_call_that_is_open_stay(lived_in: Village) -> None:
    decide(lived_in)
    pass_night(lived_in, FOUR_MONTHS)
    kept = [Event.model_validate_json(each) for each in documents(lived_in, lived_in.solbakken)]
    with_words = {each.kind for each in kept if WORDS in each.model_dump_json()}
    assert with_words == {"help.requested", "checkin.answered"}
    close_alerts(lived_in)
    pass_night(lived_in)
    assert not any(WORDS in each for each in documents(lived_in, lived_in.solbakken))


def test_one_municipalitys_decision_is_no_other_ones(lived_in: Village) -> None:
    close_alerts(lived_in)
    decide(lived_in)
    pass_night(lived_in, ELEVEN_YEARS)
    with lived_in.database.reading() as session:
        owners = set(session.exec(select(NoteRow.resident_id)))
        assert owners == {lived_in.olav}
        assert set(session.exec(select(AlertRow.unit_id))) == {lived_in.elvebakken}


def test_after_their_time_only_what_the_next_thing_counts_on_is_left(lived_in: Village) -> None:
    close_alerts(lived_in)
    sign_all(lived_in)
    decide(lived_in)
    pass_night(lived_in, ELEVEN_YEARS)
    with lived_in.database.reading() as session:
        tasks = session.exec(select(TaskRow)).all()
        assert [row for row in tasks if Stage(row.stage).is_over] == []
        ours = session.exec(select(EventRow).where(EventRow.unit_id == lived_in.solbakken)).all()
        by_robot = {row.occurrence_id for row in ours if row.robot_id is not None}
        assert by_robot <= {row.id for row in tasks}
        assert {row.boot_id for row in ours if row.robot_id is None} == {lived_in.boot_id}
        assert session.exec(
            select(HandoverRow.number).where(HandoverRow.unit_id == lived_in.solbakken)
        ).all() == [1]


def sign_all(village: Village) -> None:
    with village.work() as work:
        for row in work.session.exec(select(HandoverRow)):
            row.completed_at = work.now
            work.session.add(row)


def test_an_unsigned_handover_stays_with_all_that_it_tells(lived_in: Village) -> None:
    close_alerts(lived_in)
    with lived_in.work() as work:
        [row] = work.session.exec(
            select(HandoverRow).where(HandoverRow.unit_id == lived_in.solbakken)
        )
        row.through_stream = 1000
        work.session.add(row)
    before = len(documents(lived_in, lived_in.solbakken))
    decide(lived_in)
    pass_night(lived_in, ELEVEN_YEARS)
    assert count(lived_in, HandoverRow) == 3
    assert len(documents(lived_in, lived_in.solbakken)) == before


def test_what_the_page_foretells_is_what_goes(lived_in: Village) -> None:
    close_alerts(lived_in)
    sign_all(lived_in)
    end_everything(lived_in)
    decide(lived_in)
    lived_in.clock.pass_by(ELEVEN_YEARS - timedelta(days=1))
    foreseen = foretold(lived_in)
    pass_night(lived_in)
    done = {
        Kind(kind): int(rest.split(",")[0])
        for kind, rest in (each.split(": ") for each in told(lived_in))
    }
    assert {kind: number for kind, number in foreseen.items() if number} == done
    assert set(done) >= {Kind.WORDS, Kind.ALERTS, Kind.NOTES, Kind.EVENTS, Kind.CONTACTS}


def end_everything(village: Village) -> None:
    with village.work() as work:
        for contact in work.session.exec(select(ContactRow)):
            contact.ended_at = work.now
            work.session.add(contact)
        for relation in work.session.exec(select(RelationRow)):
            relation.removed_at = work.now
            work.session.add(relation)
        for command in work.session.exec(select(CommandRow)):
            command.state = "done"
            work.session.add(command)


def test_what_has_ended_goes_once_nothing_kept_refers_to_it(lived_in: Village) -> None:
    end_everything(lived_in)
    decide(lived_in)
    pass_night(lived_in, timedelta(days=400))
    with lived_in.database.reading() as session:
        for table in (RelationRow, CommandRow):
            left = session.exec(select(table)).all()
            assert len(left) == 1, table  # the other municipality's
    assert count(lived_in, FamilyLinkRow) == 3  # a look tells of each
    pass_night(lived_in, timedelta(days=5 * 366))
    assert count(lived_in, FamilyLookRow) == 1
    assert count(lived_in, FamilyLinkRow) == 3
    pass_night(lived_in)
    assert count(lived_in, FamilyLinkRow) == 1


def test_presence_goes_and_everything_else_of_that_day_stays(lived_in: Village) -> None:
    send(lived_in, *(seen_in(lived_in, room) for room in ROOMS[:2]))
    before = count(lived_in, EventRow)
    decide(lived_in)
    pass_night(lived_in, timedelta(days=32))
    assert count(lived_in, EventRow) == before - 1  # the log's last number stays
    assert "presence: 1, older than 2026-03-03" in told(lived_in)


def test_what_a_robot_sends_again_does_not_come_back(lived_in: Village) -> None:
    rooms = [seen_in(lived_in, room) for room in ROOMS]
    first = send(lived_in, *rooms)
    decide(lived_in)
    pass_night(lived_in, timedelta(days=32))
    left = count(lived_in, EventRow)
    again = send(lived_in, *rooms)
    assert [each.status for each in again.results] == [ItemStatus.DUPLICATE] * 3
    assert again.boots == first.boots
    assert count(lived_in, EventRow) == left


def test_an_old_call_that_is_sent_again_alarms_nobody_anew(lived_in: Village) -> None:
    with lived_in.database.reading() as session:
        sent = [
            Event.model_validate_json(each)
            for each in session.exec(
                select(EventBodyRow.document)
                .join(EventRow, col(EventRow.id) == EventBodyRow.event_id)
                .where(EventRow.robot_id == lived_in.robot.id)
            )
        ]
    close_alerts(lived_in)
    sign_all(lived_in)
    decide(lived_in)
    pass_night(lived_in, ELEVEN_YEARS)
    again = send(lived_in, *sent)
    assert {each.status for each in again.results} == {ItemStatus.DUPLICATE}
    with lived_in.database.reading() as session:
        assert alerts.open_alerts(session, [lived_in.solbakken]) == ()


def test_erased_words_do_not_come_back_in_another_wording(lived_in: Village) -> None:
    with lived_in.database.reading() as session:
        query = select(EventBodyRow.document).join(
            EventRow,
            col(EventRow.id) == EventBodyRow.event_id,
        )
        said = [
            Event.model_validate_json(each)
            for each in session.exec(query.where(EventRow.kind == "speech.heard"))
        ]
    close_alerts(lived_in)
    decide(lived_in)
    pass_night(lived_in, FOUR_MONTHS)
    with lived_in.work() as work:  # as another release would word it
        for row in work.session.exec(select(EventRow)):
            row.digest = "0" * 64
            work.session.add(row)
    again = send(lived_in, *said)
    assert {each.status for each in again.results} == {ItemStatus.DUPLICATE}
    assert count(lived_in, DeadLetterRow) == 0
    assert not any(WORDS in each for each in documents(lived_in, lived_in.solbakken))


def test_what_was_refused_and_is_taken_by_a_later_release_is_new(lived_in: Village) -> None:
    late, *rooms = (seen_in(lived_in, room) for room in ROOMS)
    refused = {**late.model_dump(mode="json"), "body": {"kind": "not.yet"}}
    send(lived_in, refused, *rooms)
    decide(lived_in, {Kind.WORDS: 6})
    pass_night(lived_in, timedelta(days=32))
    assert [each.status for each in send(lived_in, late).results] == [ItemStatus.STORED]


def test_the_audit_log_is_whole_after_its_oldest_entries_went(village: Village) -> None:
    tenant_id = tenant_of(village)
    for _ in range(3):
        with village.work() as work:
            for _ in range(4):
                audit.note_access(
                    work.session,
                    staff_id=village.staff["kari"],
                    resident_id=village.solveig,
                    what="read_timeline",
                    now=work.now,
                )
        with village.work() as work:
            sealing.seal_new(work)
        village.clock.pass_by(timedelta(days=400))
    decide(village, {Kind.ACCESS: 24})
    with village.work() as work:
        sealing.seal_new(work)
    assert foretold(village, {Kind.ACCESS: 24})[Kind.ACCESS] == 8
    pass_night(village)
    with village.database.reading() as session:
        found = sealing.verify(session, tenant_id)
        assert found.is_whole
        assert (found.pruned, found.entries) == (2, 5)
        assert session.exec(select(func.min(AccessRow.at))).one() > MORNING + timedelta(days=500)
    assert told(village) == ["access: 8, older than 2027-06-15"]


def test_an_upload_may_come_in_between_for_parts_are_small(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(village, *(seen_in(village, "Stua") for _ in range(10)))
    decide(village)
    village.clock.pass_by(timedelta(days=32))
    monkeypatch.setattr(service, "AT_ONCE", 4)
    left = []
    for _ in range(5):
        with village.work() as work:
            assert service.clear_part(work)
        left.append(count(village, EventRow))
    assert left == [10, 10, 6, 2, 1]  # of contacts and words there are none
    send(village, seen_in(village, "Badet"))
    pass_night(village, timedelta(0))
    assert told(village) == ["presence: 10, older than 2026-03-03"]


def test_a_run_that_was_interrupted_goes_on_and_tells_of_all(
    village: Village, settings: Settings
) -> None:
    send(village, *(seen_in(village, "Stua") for _ in range(3)))
    decide(village)
    village.clock.pass_by(timedelta(days=32))
    for _ in range(2):
        with village.work() as work:
            service.clear_part(work)
    village.boot_id = uuid4()
    worker = Worker(village.database, village.clock, village.boot_id, settings)
    worker.delete_old()
    assert told(village) == ["presence: 2, older than 2026-03-03"]


def test_at_night_the_worker_does_it_once(village: Village, settings: Settings) -> None:
    decide(village)
    worker = Worker(village.database, village.clock, village.boot_id, settings)
    village.clock.moment = datetime.fromisoformat("2026-03-03T00:59:00Z")
    worker.delete_old()
    assert done_on(village) == {date(2026, 3, 2)}
    village.clock.pass_by(timedelta(minutes=1))
    worker.delete_old()
    assert done_on(village) == {date(2026, 3, 3)}


def done_on(village: Village) -> set[date]:
    with village.database.reading() as session:
        return {row.done_on for row in session.exec(select(RetentionRow))}


def test_a_run_that_fails_is_on_every_units_page(
    lived_in: Village, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    close_alerts(lived_in)
    decide(lived_in)
    with lived_in.work() as work:
        for row in work.session.exec(select(EventBodyRow)):
            row.document = "{"
            work.session.add(row)
    lived_in.clock.pass_by(FOUR_MONTHS)
    Worker(lived_in.database, lived_in.clock, lived_in.boot_id, settings).delete_old()
    assert "delete_part failed" in caplog.text
    assert told(lived_in) == []
    with lived_in.database.reading() as session:
        for unit_id in (lived_in.solbakken, lived_in.fjellheim):
            [alert] = alerts.open_alerts(session, [unit_id])
            assert alert.cause.value == "server_fault"


@pytest.mark.parametrize("wrong", [{Kind.WORDS: 12}, {Kind.EVENTS: 60}, {Kind.ACCESS: 0}])
def test_nobody_decides_beyond_the_bounds(village: Village, wrong: dict[Kind, int]) -> None:
    with pytest.raises(ValueError, match="bounds"):
        decide(village, wrong)
    with village.work() as work, pytest.raises(ValueError, match="each kind"):
        service.save(work, tenant_of(village), village.staff["kari"], {Kind.WORDS: 3})
    assert count(village, RetentionRow) == 0


def test_a_later_decision_keeps_how_far_the_one_before_has_come(lived_in: Village) -> None:
    close_alerts(lived_in)
    decide(lived_in)
    pass_night(lived_in, FOUR_MONTHS)
    decide(lived_in, {Kind.WORDS: 6})
    with lived_in.database.reading() as session:
        ours = service.gone(session, lived_in.solbakken, *Kind)
        assert ours == Gone(all=None, words=date(2026, 4, 4))
        theirs = service.gone(session, lived_in.elvebakken, *Kind)
        assert theirs == Gone(all=None, words=None)
        decided = service.decided(session, tenant_of(lived_in))
        assert decided is not None
        assert decided.limits == {**USUAL, Kind.WORDS: 6}


def test_messages_of_an_open_alert_stay_and_so_does_what_is_still_to_be_sent(
    lived_in: Village,
) -> None:
    close_alerts(lived_in)
    with lived_in.work() as work:
        work.session.exec(delete(NotificationRow))
        mine = select(AlertRow.id).where(AlertRow.unit_id == lived_in.solbakken)
        open_one, closed_one = work.session.exec(mine.limit(2)).all()
        contact_id = work.session.exec(select(ContactRow.id).limit(1)).one()
        for alert_id, state in (
            (open_one, State.SENT),
            (closed_one, State.SENT),
            (closed_one, State.WAITING),
        ):
            work.session.add(message(alert_id, contact_id, state, MORNING))
        opened = work.session.get_one(AlertRow, open_one)
        opened.state, opened.closed_at = AlertState.HANDLED.value, None
        work.session.add(opened)
    decide(lived_in)
    pass_night(lived_in, timedelta(days=400))
    with lived_in.database.reading() as session:
        left = {(row.alert_id, row.state) for row in session.exec(select(NotificationRow))}
    assert left == {(open_one, State.SENT.value), (closed_one, State.WAITING.value)}
    pass_night(lived_in, ELEVEN_YEARS)
    assert count(lived_in, NotificationRow) == 2


def message(alert_id: UUID, contact_id: UUID, state: State, at: datetime) -> NotificationRow:
    return NotificationRow(
        id=uuid4(),
        key=str(uuid4()),
        alert_id=alert_id,
        round=1,
        rung=1,
        contact_id=contact_id,
        channel="email",
        address="vakt@example.org",
        document="{}",
        is_about_handling=False,
        created_at=at,
        state=state.value,
        next_at=at,
    )


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_what_is_erased_is_not_left_in_the_file(village: Village) -> None:
    secret = "naboens hund heter Ronja"
    heard = SpeechHeard(
        utterance_id="h",
        locale=Locale.NB_NO,
        transcript=secret,
        intent="unknown",
        confidence=0.9,
        was_robot_speaking=False,
    )
    send(village, village.robot.event(heard, village.solveig, MORNING))
    assert secret.encode() in on_disk(village)
    decide(village)
    pass_night(village, FOUR_MONTHS)
    assert secret.encode() not in on_disk(village)


def on_disk(village: Village) -> bytes:
    """Return the file once all that was written is in it."""
    engine = village.database.engine
    engine.dispose()  # the last one out writes the log into the file
    return Path(str(engine.url.database)).read_bytes()
