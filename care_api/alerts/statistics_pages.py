"""Pages: how a unit answered its alerts, for itself and for an inspector. Nobody is named in it."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from care_api.alerts.figures import Figured, as_csv, figured
from care_api.deps import CurrentStaff, Reading, UnitsWhere, UnitToSetUp
from care_api.staff.role import Permission
from care_api.tenants import service as tenants
from care_api.tenants.service import Unit
from care_api.web.frame import Section
from care_api.web.page import StaffPage
from care_api.web.period import CHOICES, Asked, chosen
from care_api.web.redirects import go_on
from care_api.web.wording import BREACH_REASONS, VERDICTS

router = APIRouter(prefix="/alerts/statistics")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Whose figures, and of which time."""

    page: StaffPage
    unit: Unit
    units: tuple[Unit, ...]
    """Of which else the reader may see figures."""
    figures: Figured


def _shown(
    page: StaffPage,
    unit_id: UnitToSetUp,
    staff: CurrentStaff,
    session: Reading,
    asked: Annotated[Asked, Depends()],
) -> Shown:
    times = page.frame.times
    mine = staff.units_where(Permission.SET_UP_UNIT)
    units = tuple(each for each in tenants.units(session, staff.tenant_id) if each.id in mine)
    return Shown(
        page=page,
        unit=next(unit for unit in units if unit.id == unit_id),
        units=units,
        figures=figured(session, unit_id, chosen(asked, times.today), times),
    )


@router.get("")
def choose_unit(
    units: Annotated[frozenset[UUID], Depends(UnitsWhere(Permission.SET_UP_UNIT))],
    staff: CurrentStaff,
) -> Response:
    """Go on to the figures of the unit that the reader works in, or of one that she sets up."""
    own = [each.unit_id for each in staff.memberships if each.unit_id in units]
    return go_on(f"/alerts/statistics/{next(iter(own or units))}")


@router.get("/{unit_id}")
def show_statistics(shown: Annotated[Shown, Depends(_shown)], staff: CurrentStaff) -> Response:
    """Show a unit's alerts in figures, ready to be printed."""
    may_open = shown.unit.id in staff.units_where(Permission.HANDLE_ALERTS)
    return shown.page.show(
        "statistics.html",
        section=Section.ALERTS,
        unit=shown.unit,
        units=shown.units,
        view=shown.figures,
        period=shown.figures.period,
        choices=CHOICES,
        verdicts=VERDICTS,
        reasons=BREACH_REASONS,
        may_open=may_open,
    )


@router.get("/{unit_id}/alerts.csv")
def download_statistics(shown: Annotated[Shown, Depends(_shown)]) -> Response:
    """Return a line for each alert: times, deadlines and codes, and nobody's name."""
    period = shown.figures.period
    name = f"alerts-{period.first_on}-{period.last_on}.csv"
    return Response(
        as_csv(shown.figures),
        media_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )
