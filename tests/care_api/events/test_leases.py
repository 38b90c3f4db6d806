from datetime import timedelta

import pytest

from care_api.alerts import service as alerts
from care_api.alerts.alert import Alert
from care_api.alerts.cause import Cause
from codebook.event import Event
from codebook.sync import PlanLeaseExpired, PlanLeaseRenewed
from tests.care_api.events.sending import send
from tests.care_api.village import MORNING, Village

DAYS_3 = timedelta(days=3)


def expired(village: Village) -> list[Event]:
    """Tell of the lease's end as a robot does: at one instant, once for each resident."""
    body = PlanLeaseExpired(confirmed_at=MORNING - DAYS_3, lease_s=DAYS_3.total_seconds())
    return [village.robot.event(body, who, MORNING) for who in (village.solveig, village.arne)]


def renewed(village: Village) -> list[Event]:
    body = PlanLeaseRenewed(expired_at=MORNING)
    at = MORNING + timedelta(minutes=5)
    return [village.robot.event(body, who, at) for who in (village.solveig, village.arne)]


def open_ones(village: Village) -> tuple[Alert, ...]:
    with village.database.reading() as session:
        return alerts.open_alerts(session, [village.solbakken])


def test_a_lease_that_has_run_out_is_one_alert_until_the_plans_are_confirmed(
    village: Village,
) -> None:
    send(village, *expired(village))
    [alert] = open_ones(village)
    assert (alert.cause, alert.severity, alert.robot_id) == (
        Cause.PLAN_UNCONFIRMED,
        20,
        village.robot.id,
    )
    send(village, *renewed(village))
    assert open_ones(village) == ()


@pytest.mark.parametrize("is_renewal_first", [True, False])
def test_an_end_that_comes_together_with_its_renewal_or_after_it_leaves_no_alert(
    village: Village, *, is_renewal_first: bool
) -> None:
    first, second = expired(village), renewed(village)
    if is_renewal_first:
        first, second = second, first
    for event in (*first, *second):
        send(village, event)
    assert open_ones(village) == ()


def test_the_next_end_is_another_alert(village: Village) -> None:
    send(village, *expired(village), *renewed(village))
    later = MORNING + timedelta(days=9)
    body = PlanLeaseExpired(confirmed_at=later - DAYS_3, lease_s=DAYS_3.total_seconds())
    send(village, village.robot.event(body, village.solveig, later))
    assert [alert.cause for alert in open_ones(village)] == [Cause.PLAN_UNCONFIRMED]
