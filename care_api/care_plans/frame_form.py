"""What stands around the items of a plan, as the fields of a form: quiet hours, meals, a pause."""

from dataclasses import dataclass
from datetime import time

from care_api.care_plans.form_fault import FormFault, day
from care_api.care_plans.rule_form import times
from care_api.care_plans.schemas import PlanDraft
from care_api.care_plans.shown_item import Fields, one
from care_api.web.wording import mark
from schedules.care_plan import CarePlan
from schedules.pause import Pause, PauseReason
from schedules.quiet_hours import QuietHours
from schedules.recurrence import Meal, MealTimes


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameForm:
    """What stands in the fields, as it was typed."""

    quiet_from: str = ""
    quiet_to: str = ""
    meals: tuple[str, ...] = ("", "", "", "")
    """A time for each meal of the day, in their order; empty where nobody has said."""
    pause_first: str = ""
    pause_last: str = ""
    pause_reason: PauseReason = PauseReason.HOSPITAL

    @classmethod
    def of(cls, plan: CarePlan) -> "FrameForm":
        """Return the fields that say what stands around the plan's items."""
        quiet = plan.quiet_hours[0] if plan.quiet_hours else None
        pause = plan.pauses[-1] if plan.pauses else None
        return cls(
            quiet_from=_told(quiet.starts_at) if quiet else "",
            quiet_to=_told(quiet.ends_at) if quiet else "",
            meals=tuple(_told(plan.meals.at(meal)) for meal in Meal),
            pause_first=pause.first_on.isoformat() if pause else "",
            pause_last=pause.last_on.isoformat() if pause and pause.last_on else "",
            pause_reason=pause.reason if pause else PauseReason.HOSPITAL,
        )

    @classmethod
    def read(cls, fields: Fields) -> "FrameForm":
        """Return what a browser has sent."""
        reasons = {reason.value: reason for reason in PauseReason}
        return cls(
            quiet_from=one(fields, "quiet_from"),
            quiet_to=one(fields, "quiet_to"),
            meals=tuple(one(fields, meal.value) for meal in Meal),
            pause_first=one(fields, "pause_first"),
            pause_last=one(fields, "pause_last"),
            pause_reason=reasons.get(one(fields, "pause_reason"), PauseReason.OTHER),
        )

    def draft(self, plan: CarePlan) -> PlanDraft:
        """Return a draft of the plan with what the fields say around its items.

        Raises:
            FormFault: A field does not say what it should.
        """
        at = [_time(meal.value, text) for meal, text in zip(Meal, self.meals, strict=True)]
        breakfast, lunch, dinner, supper = at
        try:
            changed = {
                "quiet_hours": self._quiet_hours() + plan.quiet_hours[1:],
                "meals": MealTimes(breakfast=breakfast, lunch=lunch, dinner=dinner, supper=supper),
                "pauses": plan.pauses[:-1] + self._pause(),
            }
        except FormFault:
            raise
        except ValueError as fault:
            raise FormFault("quiet_from", str(fault)) from fault
        return PlanDraft.of(plan).model_copy(update=changed)

    def _quiet_hours(self) -> tuple[QuietHours, ...]:
        starts_at = _time("quiet_from", self.quiet_from)
        ends_at = _time("quiet_to", self.quiet_to)
        if starts_at is None and ends_at is None:
            return ()
        if starts_at is None or ends_at is None or starts_at == ends_at:
            raise FormFault("quiet_from", mark("Write when they begin and when they end."))
        return (QuietHours(starts_at=starts_at, ends_at=ends_at),)

    def _pause(self) -> tuple[Pause, ...]:
        first = day("pause_first", self.pause_first)
        last = day("pause_last", self.pause_last)
        if first is None:
            return ()
        if last is not None and last < first:
            raise FormFault("pause_last", mark("The last day is before the first."))
        return (Pause(first_on=first, last_on=last, reason=self.pause_reason),)


def _time(field: str, text: str) -> time | None:
    found = times(field, text) if text else ()
    if len(found) > 1:
        raise FormFault(field, mark("Write one time of day, such as 8 or 13.30."))
    return found[0] if found else None


def _told(at: time | None) -> str:
    return at.strftime("%H.%M") if at else ""
