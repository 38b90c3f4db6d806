from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from schedules.anchoring import counted_from
from schedules.occurrences import occurrences
from schedules.recurrence import Anchor, Elapsed
from tests.schedules.plans import MORNING, medicine, plan_of

EIGHT_HOURS = timedelta(hours=8)
REPORT = UUID(int=77)
RULE = Elapsed(every=EIGHT_HOURS, anchor=Anchor(at=MORNING), counts_from_last_taken=True)


def test_a_nurse_s_anchor_is_itself_the_first() -> None:
    plan = plan_of(medicine(recurrence=RULE))
    due = [o.due_at for o in occurrences(plan, MORNING - EIGHT_HOURS, MORNING + 2 * EIGHT_HOURS)]
    assert due == [MORNING, MORNING + EIGHT_HOURS]


def test_the_next_counts_from_the_last_taken() -> None:
    item = medicine(recurrence=RULE)
    taken_at = MORNING + timedelta(minutes=40)
    plan = counted_from(plan_of(item), {item.id: Anchor(at=taken_at, report_id=REPORT)})
    due = next(occurrences(plan, MORNING, MORNING + timedelta(days=1)))
    assert (due.due_at, due.slot) == (taken_at + EIGHT_HOURS, f"{REPORT}/1")


def test_an_older_report_or_another_item_s_moves_nothing() -> None:
    item = medicine(recurrence=RULE)
    older = Anchor(at=MORNING - EIGHT_HOURS, report_id=REPORT)
    newer = Anchor(at=MORNING + EIGHT_HOURS, report_id=REPORT)
    assert counted_from(plan_of(item), {item.id: older}) == plan_of(item)
    assert counted_from(plan_of(item), {UUID(int=404): newer}) == plan_of(item)


def test_a_fixed_rule_goes_on_whatever_is_reported() -> None:
    fixed = Elapsed(every=EIGHT_HOURS, anchor=Anchor(at=MORNING))
    assert fixed.counted_from(Anchor(at=MORNING + EIGHT_HOURS, report_id=REPORT)) is fixed


def test_the_last_instant_is_still_due() -> None:
    rule = Elapsed(every=EIGHT_HOURS, anchor=Anchor(at=MORNING), ends_at=MORNING + EIGHT_HOURS)
    assert rule.n_at_or_after(MORNING + EIGHT_HOURS) == 1
    assert rule.n_at_or_after(MORNING + EIGHT_HOURS + timedelta(seconds=1)) is None


def test_a_rule_that_would_stand_still_or_count_from_a_wall_time_is_refused() -> None:
    with pytest.raises(ValueError, match="^every:"):
        Elapsed(every=timedelta(seconds=30), anchor=Anchor(at=MORNING))
    with pytest.raises(ValueError, match="^anchor:"):
        Anchor(at=datetime(2026, 3, 2, tzinfo=UTC).replace(tzinfo=None))
    with pytest.raises(ValueError, match="^ends_at:"):
        Elapsed(every=EIGHT_HOURS, anchor=Anchor(at=MORNING), ends_at=MORNING - EIGHT_HOURS)
