"""From an alert to somebody's telephone, and what follows when it does not ring."""

import threading
from collections.abc import Callable, Mapping
from datetime import time, timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import col, select

from care_api.alerts import raising, service
from care_api.alerts.alert import Alert, Reason
from care_api.alerts.cause import Cause
from care_api.events.tables import EventBodyRow, EventRow
from care_api.notifications import delivery
from care_api.notifications.attempts import MOST_ATTEMPTS
from care_api.notifications.channel import Channel, Delivery, Result
from care_api.notifications.delivery import LONGEST_SEND, Deliverer, Post
from care_api.notifications.state import State
from care_api.notifications.tables import NotificationAttemptRow, NotificationRow
from care_api.on_call import service as on_call
from care_api.on_call.contact import Contact
from care_api.on_call.rota import Shift
from care_api.settings import Settings
from care_api.web.catalogues import translator
from care_api.worker import Worker
from codebook.alert import (
    AlertEscalated,
    AlertNotificationFailed,
    AlertNotified,
    AlertStage,
    ChannelKind,
    EscalationCause,
)
from codebook.event import Event
from schedules.locale import Locale
from tests.care_api.notifications.post_offices import (
    SECRET,
    FakeChannel,
    Mood,
    gateway_office,
    mail_office,
)
from tests.care_api.village import Village

SECOND = timedelta(seconds=1)
DAY = Shift(weekdays=frozenset({1}), starts_time=time(7), ends_time=time(15), zone="Europe/Oslo")
say = translator()


@pytest.fixture
def phones() -> FakeChannel:
    return FakeChannel()


@pytest.fixture
def deliverer(village: Village, phones: FakeChannel) -> Deliverer:
    return deliverer_of(village, {ChannelKind.WEBHOOK: phones.channel})


def deliverer_of(village: Village, channels: Mapping[ChannelKind, Channel]) -> Deliverer:
    post = Post(channels=channels, say=say, public_url="https://nabo.example.no")
    return Deliverer(village.database, village.clock, village.boot_id, post)


@pytest.fixture
def worker(village: Village, settings: Settings) -> Worker:
    return Worker(village.database, village.clock, village.boot_id, settings)


def employ(village: Village, position: int, **values: object) -> Contact:
    """Give Solbakken a contact with a telephone."""
    contact = Contact(
        **{
            "id": uuid4(),
            "name": f"Vakt {position}",
            "position": position,
            "email": None,
            "phone": f"+47 900 00 00{position}",
            "locale": Locale.NB_NO,
            "resident_id": None,
            "staff_id": None,
            "shifts": (),
            **values,
        }  # type: ignore[arg-type]  # each value by its own name
    )
    with village.work() as work:
        on_call.save(work, village.solbakken, contact)
    return contact


def fall(village: Village, key: str = "help:1") -> Alert:
    """Let Solveig fall."""
    reason = Reason(
        dedup_key=key,
        cause=Cause.FALLEN,
        unit_id=village.solbakken,
        resident_id=village.solveig,
    )
    with village.work() as work:
        raising.raise_alert(work, reason)
    with village.database.reading() as session:
        return next(
            alert
            for alert in service.open_alerts(session, [village.solbakken])
            if alert.cause is Cause.FALLEN
        )


def notifications(village: Village) -> list[tuple[int, UUID, str, int]]:
    with village.database.reading() as session:
        rows = session.exec(
            select(NotificationRow).order_by(
                col(NotificationRow.created_at), col(NotificationRow.rung)
            )
        )
        return [(row.rung, row.contact_id, row.state, row.attempts) for row in rows]


def results(village: Village) -> list[str]:
    with village.database.reading() as session:
        query = select(NotificationAttemptRow.result).order_by(
            col(NotificationAttemptRow.at), col(NotificationAttemptRow.number)
        )
        return list(session.exec(query))


def stages(village: Village) -> list[AlertStage]:
    with village.database.reading() as session:
        query = (
            select(EventBodyRow.document)
            .join(EventRow, col(EventRow.id) == col(EventBodyRow.event_id))
            .where(col(EventRow.kind).startswith("alert."))
            .order_by(col(EventRow.stream))
        )
        bodies = [Event.model_validate_json(document).body for document in session.exec(query)]
    return [body for body in bodies if isinstance(body, AlertStage)]


def causes(village: Village) -> list[Cause]:
    with village.database.reading() as session:
        return [alert.cause for alert in service.open_alerts(session, [village.solbakken])]


def test_the_first_on_call_is_told_at_once_and_it_is_written_down(
    village: Village, deliverer: Deliverer, phones: FakeChannel
) -> None:
    first, _ = employ(village, 1), employ(village, 2)
    alert = fall(village)
    deliverer.run()
    deliverer.run()
    assert len(phones.received) == 1
    assert notifications(village) == [(0, first.id, State.SENT, 1)]
    assert results(village) == [Result.ACCEPTED]
    told = [body for body in stages(village) if isinstance(body, AlertNotified)]
    assert [(body.channel, body.contact_id) for body in told] == [
        (ChannelKind.IN_APP, None),
        (ChannelKind.WEBHOOK, first.id),
    ]
    assert {body.alert_id for body in told} == {alert.id}


def test_what_is_sent_names_nobody_and_no_illness(
    village: Village, deliverer: Deliverer, phones: FakeChannel
) -> None:
    employ(village, 1)
    alert = fall(village)
    deliverer.run()
    [text] = phones.texts
    assert text.splitlines() == [
        "Nabo: Kritisk – Solbakken",
        "Ingen har tatt det. Logg inn i Nabo for å se hva det gjelder.",
        f"https://nabo.example.no/alerts/{alert.id}",
    ]


def test_the_next_contact_is_told_when_the_deadline_passes(
    village: Village, deliverer: Deliverer, worker: Worker, phones: FakeChannel
) -> None:
    first, second = employ(village, 1), employ(village, 2)
    fall(village)
    deliverer.run()
    village.clock.pass_by(timedelta(minutes=3) - SECOND)
    worker.run(worker.climb)
    assert len(notifications(village)) == 1
    village.clock.pass_by(SECOND)
    worker.run(worker.climb)
    worker.run(worker.climb)
    deliverer.run()
    assert [(rung, who) for rung, who, _, _ in notifications(village)] == [
        (0, first.id),
        (1, second.id),
    ]
    assert len(phones.received) == 2
    [escalated] = [body for body in stages(village) if isinstance(body, AlertEscalated)]
    assert (escalated.rung, escalated.reason) == (1, EscalationCause.NOT_TAKEN)


def test_whoever_is_off_duty_sleeps_on(village: Village) -> None:
    at_work = employ(village, 2, shifts=(DAY,))
    employ(
        village,
        1,
        shifts=(
            Shift(
                weekdays=frozenset({3}), starts_time=time(7), ends_time=time(15), zone="Europe/Oslo"
            ),
        ),
    )
    fall(village)
    assert [who for _, who, _, _ in notifications(village)] == [at_work.id]


def test_what_is_taken_before_it_is_sent_is_not_sent(
    village: Village, deliverer: Deliverer, phones: FakeChannel
) -> None:
    employ(village, 1)
    alert = fall(village)
    with village.work() as work:
        service.own(work, alert.id, village.staff["kari"])
    deliverer.run()
    assert phones.received == []
    assert [state for _, _, state, _ in notifications(village)] == [State.WITHDRAWN]


def test_an_owner_who_is_late_brings_the_next_contact(
    village: Village, deliverer: Deliverer, worker: Worker, phones: FakeChannel
) -> None:
    employ(village, 1)
    second = employ(village, 2)
    alert = fall(village)
    deliverer.run()
    with village.work() as work:
        service.own(work, alert.id, village.staff["kari"])
    village.clock.pass_by(timedelta(minutes=30))
    worker.run(worker.climb)
    deliverer.run()
    assert notifications(village)[-1] == (1, second.id, State.SENT, 1)
    assert "ikke håndtert i tide" in phones.texts[-1]


def test_a_way_that_is_refused_leads_to_the_next_contact_at_once_and_is_an_alert(
    village: Village, deliverer: Deliverer, phones: FakeChannel
) -> None:
    first, second = employ(village, 1), employ(village, 2)
    fall(village)
    phones.mood = Mood.REFUSES
    deliverer.run()
    falls = [row for row in notifications(village) if row[1] in {first.id, second.id}]
    assert (0, first.id, State.FAILED, 1) in falls
    assert (1, second.id, State.WAITING, 0) in falls
    assert causes(village).count(Cause.CHANNEL_FAULT) == 1
    [failed] = [body for body in stages(village) if isinstance(body, AlertNotificationFailed)]
    assert (failed.contact_id, failed.attempts, failed.reason) == (first.id, 1, "fake")
    [escalated] = [body for body in stages(village) if isinstance(body, AlertEscalated)]
    assert escalated.reason is EscalationCause.NOT_REACHED


def test_a_message_refused_after_somebody_took_the_alert_brings_nobody_else(
    village: Village, deliverer: Deliverer
) -> None:
    first, second = employ(village, 1), employ(village, 2)
    alert = fall(village)
    with village.work() as work:
        [sending] = delivery.claim(work, ChannelKind.WEBHOOK)
    with village.work() as work:
        service.own(work, alert.id, village.staff["kari"])
    with village.work() as work:
        delivery.record(work, sending, Delivery(result=Result.REFUSED, detail="fake"))
    falls = [row for row in notifications(village) if row[1] == second.id and row[0] > 0]
    assert falls == [], "it is handled"
    assert (0, first.id, State.FAILED, 1) in notifications(village)
    assert [each for each in stages(village) if isinstance(each, AlertEscalated)] == []
    assert causes(village).count(Cause.CHANNEL_FAULT) == 1, "the way is broken nevertheless"
    deliverer.run()


def test_a_refused_message_about_an_owner_who_is_late_brings_the_next_at_once(
    village: Village, deliverer: Deliverer, worker: Worker, phones: FakeChannel
) -> None:
    employ(village, 1)
    employ(village, 2)
    alert = fall(village)
    deliverer.run()
    with village.work() as work:
        service.own(work, alert.id, village.staff["kari"])
    village.clock.pass_by(timedelta(minutes=30))
    worker.run(worker.climb)
    phones.mood = Mood.REFUSES
    deliverer.run()
    why = [each.reason for each in stages(village) if isinstance(each, AlertEscalated)]
    assert why == [EscalationCause.NOT_HANDLED, EscalationCause.NOT_REACHED]


def test_an_outage_is_one_alert_and_ends_with_the_next_message_that_arrives(
    village: Village, deliverer: Deliverer, phones: FakeChannel
) -> None:
    employ(village, 1)
    fall(village)
    phones.mood = Mood.REFUSES
    for _ in range(10):
        deliverer.run()
    assert causes(village).count(Cause.CHANNEL_FAULT) == 1
    phones.mood = Mood.ACCEPTS
    fall(village, "help:2")
    deliverer.run()
    assert Cause.CHANNEL_FAULT not in causes(village)


def test_a_way_that_is_not_set_up_is_no_way(village: Village) -> None:
    employ(village, 1, email="vakt@fjordvik.example", phone=None)
    fall(village)
    deliverer_of(village, {}).run()
    assert causes(village).count(Cause.CHANNEL_FAULT) == 1


def test_somebody_who_does_not_answer_is_tried_with_growing_pauses_and_then_given_up(
    village: Village, deliverer: Deliverer, phones: FakeChannel
) -> None:
    employ(village, 1)
    alert = fall(village)
    phones.mood = Mood.ASKS_TO_WAIT
    tries = []
    for second in range(120):
        before = len(results(village))
        deliverer.run()
        if len(results(village)) > before:
            tries.append(second)
        if Cause.CHANNEL_FAULT in causes(village):
            break
        village.clock.pass_by(SECOND)
    assert tries == [0, 5, 25, 85]
    assert len(tries) == MOST_ATTEMPTS
    assert alert.acknowledge_by > village.clock.now()


def test_after_a_crash_it_is_sent_once_more_and_both_are_on_record(
    village: Village, deliverer: Deliverer, phones: FakeChannel
) -> None:
    employ(village, 1)
    fall(village)
    with village.work() as work:
        assert len(delivery.claim(work, ChannelKind.WEBHOOK)) == 1  # and here the server dies
    deliverer.run()
    assert phones.received == []
    village.clock.pass_by(LONGEST_SEND)
    deliverer.run()
    deliverer.run()
    assert len(phones.received) == 1
    assert results(village) == [Result.UNCERTAIN, Result.ACCEPTED]


def test_a_second_crash_is_not_a_third_message(
    village: Village, deliverer: Deliverer, phones: FakeChannel
) -> None:
    employ(village, 1)
    fall(village)
    for _ in range(2):
        with village.work() as work:
            assert len(delivery.claim(work, ChannelKind.WEBHOOK)) == 1
        village.clock.pass_by(LONGEST_SEND)
    phones.mood = Mood.REFUSES
    deliverer.run()
    falls = [row for row in notifications(village) if row[0] == 0]
    assert (State.FAILED, 2) in {(state, made) for _, _, state, made in falls}
    assert phones.received == []
    assert Cause.CHANNEL_FAULT in causes(village)


def test_two_workers_do_not_send_the_same(
    village: Village, deliverer: Deliverer, phones: FakeChannel
) -> None:
    employ(village, 1)
    fall(village)
    with village.work() as work:
        claimed = delivery.claim(work, ChannelKind.WEBHOOK)
    deliverer.run()
    assert (len(claimed), phones.received) == (1, [])


def test_a_low_alert_of_the_night_waits_for_the_morning_and_a_fall_does_not(
    village: Village, worker: Worker
) -> None:
    employ(village, 1)
    village.clock.pass_by(timedelta(hours=15))  # half past ten in the evening
    low = Reason(
        dedup_key="low",
        cause=Cause.REFUSED,
        unit_id=village.solbakken,
        resident_id=village.solveig,
    )
    with village.work() as work:
        raising.raise_alert(work, low)
    assert notifications(village) == []
    fall(village)
    assert len(notifications(village)) == 1
    village.clock.pass_by(timedelta(hours=8, minutes=29))
    worker.run(worker.climb)
    low_before = [body for body in stages(village) if isinstance(body, AlertEscalated)]
    village.clock.pass_by(timedelta(minutes=1))
    worker.run(worker.climb)
    assert low_before
    with village.database.reading() as session:
        alerts = service.open_alerts(session, [village.solbakken])
    [refused] = [alert for alert in alerts if alert.cause is Cause.REFUSED]
    assert refused.acknowledge_by == village.clock.now() + timedelta(hours=1)
    told = [
        body
        for body in stages(village)
        if isinstance(body, AlertNotified) and body.alert_id == refused.id
    ]
    assert len(told) == 1


def test_a_gateway_that_hangs_holds_up_neither_mail_nor_the_worker_and_fills_no_log(
    village: Village, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    employ(village, 1, email="vakt@fjordvik.example")
    with mail_office() as post, gateway_office() as gateway:
        gateway.mood = Mood.HANGS
        given = {
            "webhook_url": gateway.url,
            "webhook_secret": SECRET,
            "smtp_host": "127.0.0.1",
            "smtp_port": post.port,
            "smtp_security": "none",
            "smtp_from": "nabo@fjordvik.example",
        }
        set_up = Settings.model_validate({**settings.model_dump(), **given})
        worker = Worker(village.database, village.clock, village.boot_id, set_up)
        worker.start()
        try:
            fall(village)
            wait_for(lambda: len(post.received) == 1 and len(gateway.requests) == 1)
            fall(village, "help:2")
            wait_for(lambda: len(post.received) == 2)
            assert len(gateway.requests) == 1, "it still hangs over the first"
        finally:
            gateway.is_over.set()
            worker.stop()
    assert "skipped" not in caplog.text


def wait_for(condition: Callable[[], bool]) -> None:
    for _ in range(400):
        if condition():
            return
        threading.Event().wait(timeout=0.05)
    pytest.fail("it did not come to pass within 20 s")
