"""What routes ask for: time, transactions, and the guarded doors for staff and robots."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from sqlmodel import Session

from care_api.alerts import service as alerts
from care_api.alerts.alert import Alert
from care_api.audit import service as audit
from care_api.care_plans.preview import RobotsWords
from care_api.cookie_names import CSRF_COOKIE, SESSION_COOKIE, cookie_of
from care_api.db import Database, Work
from care_api.errors import (
    CsrfError,
    ForbiddenError,
    NotFoundError,
    NotLoggedInError,
    SecondFactorNeededError,
    is_page,
)
from care_api.events.reader import Reader
from care_api.events.stream import Stream
from care_api.residents import service as residents
from care_api.robots import access, tokens
from care_api.robots import service as robots
from care_api.robots.robot_identity import RobotIdentity
from care_api.robots.service import RobotOfUnit
from care_api.robots.waiting import WaitingRobots
from care_api.sealing import Tickets
from care_api.settings import Settings
from care_api.shared_commit import SharedCommit
from care_api.staff import service as staff_service
from care_api.staff import sessions
from care_api.staff.oidc import Provider
from care_api.staff.right import Door, Right
from care_api.staff.role import Permission
from care_api.staff.service import Gate, StaffIdentity
from care_api.staff.watch import SessionWatch
from care_api.staff.way import LoginWay
from care_api.web.csrf import fits, own_form
from schedules.clock import Clock

WITHOUT_SECOND_FACTOR = frozenset({"/me", "/logout", "/api/v1/staff/logout"})
"""What is open, beside the pages below /me, to whoever must switch on one-time codes first."""
CSRF_HEADER = "X-CSRF-Token"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wiring:
    """What one running server consists of."""

    settings: Settings
    clock: Clock
    database: Database
    gate: Gate
    """What a login is checked with."""
    tickets: Tickets
    """What a browser carries for us from one step of a login to the next."""
    stream: Stream
    """What open pages are told of."""
    provider: Provider | None
    """Who else says who somebody is; None: passwords only."""
    watch: SessionWatch
    """Sees that sessions end while pages of theirs are open."""
    boot_id: UUID
    """This run of the server."""
    reader: Reader
    """Reads what robots send."""
    uploads: SharedCommit
    """What robots send, committed together."""
    waiting: WaitingRobots
    """The robots whose request this process holds until there is news."""
    robots_words: RobotsWords | None = None
    """Knows what a robot would say; None where the server runs without one's parts."""

    def let_go(self) -> None:
        """Answer all who wait for news, robots and open pages: the server stops."""
        self.waiting.end()
        self.stream.end()

    @property
    def provider_name(self) -> str | None:
        """Return what the button on the login page says; None: there is none."""
        return self.settings.oidc_name if self.provider else None

    @contextmanager
    def working(self, now: datetime) -> Iterator[Work]:
        """Give a transaction, committed when the block ends without an error.

        Inside a route's own thread, which runs to its end even where the request is cut off.
        """
        with self.database.writing() as session:
            yield Work(session=session, now=now, boot_id=self.boot_id)


def wiring(request: Request) -> Wiring:
    """Return what `create_app` put together."""
    wired: Wiring = request.app.state.wiring
    return wired


async def _wired(request: Request) -> Wiring:  # async: what takes no time needs no thread
    return wiring(request)


Wired = Annotated[Wiring, Depends(_wired)]


async def _now(wired: Wired) -> datetime:
    return wired.clock.now()


Now = Annotated[datetime, Depends(_now)]
"""The request's instant, aware UTC."""


def _reading(wired: Wired) -> Iterator[Session]:
    with wired.database.reading() as session:
        yield session


Reading = Annotated[Session, Depends(_reading, scope="function")]
"""A transaction that changes nothing."""


def _writing(wired: Wired, now: Now) -> Iterator[Work]:
    with wired.database.writing() as session:
        yield Work(session=session, now=now, boot_id=wired.boot_id)


Writing = Annotated[Work, Depends(_writing, scope="function")]
"""A transaction that is committed before the answer leaves, and only if nothing was raised."""


async def _from_own_page(request: Request) -> None:
    """Refuse an unsafe request that carries our cookie but was made by somebody else's page."""
    if request.method in _SAFE:
        return
    if is_page(request):
        await own_form(request)
        return
    if not fits(request, request.headers.get(CSRF_HEADER, "")):
        raise CsrfError(f"Send the value of the cookie {CSRF_COOKIE} in the header {CSRF_HEADER}.")


OwnPage = Depends(_from_own_page)


def _current_staff(request: Request, wired: Wired, now: Now) -> StaffIdentity:
    with wired.database.reading() as session:
        token = cookie_of(request, SESSION_COOKIE)
        lasting = wired.settings.lasting
        identity = staff_service.identify(session, token, now, lasting) if token else None
    if identity is None:
        raise NotLoggedInError("Log in first.")
    if _is_by_hand(request) and now - identity.last_seen_at >= sessions.SEEN_EVERY:
        with wired.database.writing() as session:
            sessions.note_seen(session, identity.session_id, now)
    return identity


def _is_by_hand(request: Request) -> bool:
    """Return whether somebody did something, and not an open page that fetches itself anew."""
    return request.method not in _SAFE or "HX-Request" not in request.headers


def _is_open_to_the_weak(path: str) -> bool:
    return path in WITHOUT_SECOND_FACTOR or path.startswith("/me/")


def _guarded_staff(
    request: Request,
    wired: Wired,
    staff: Annotated[StaffIdentity, Depends(_current_staff)],
    _own_page: Annotated[None, OwnPage],
) -> StaffIdentity:
    is_weak = wired.settings.demand_second_factor and staff.way is LoginWay.PASSWORD
    if is_weak and not _is_open_to_the_weak(request.url.path):
        raise SecondFactorNeededError("Switch on one-time codes on the page of your account.")
    return staff


CurrentStaff = Annotated[StaffIdentity, Depends(_guarded_staff)]
"""Whoever is logged in."""


@dataclass(frozen=True, slots=True)
class ForAnybody:
    """Lets everybody pass."""

    right: Right = Door.ANYBODY

    def __call__(self) -> None:
        """Do nothing: to be there is the statement."""


@dataclass(frozen=True, slots=True)
class ForAnyStaff:
    """Lets whoever is logged in pass."""

    right: Right = Door.STAFF

    def __call__(self, _staff: CurrentStaff) -> None:
        """Turn strangers away."""


OpenToAnybody = Depends(ForAnybody())
"""States that a route is open to strangers: `dependencies=[OpenToAnybody]`."""
OpenToStaff = Depends(ForAnyStaff())
"""States that a route is about nobody but who is logged in."""


@dataclass(frozen=True, slots=True)
class UnitsWhere:
    """The units in which the caller may do that, at least one."""

    right: Permission

    def __call__(self, staff: CurrentStaff) -> frozenset[UUID]:
        """Return them.

        Raises:
            ForbiddenError: There is none.
        """
        found = staff.units_where(self.right)
        if not found:
            raise ForbiddenError(f"Your role does not include {self.right.value}.")
        return found


CareUnits = Annotated[frozenset[UUID], Depends(UnitsWhere(Permission.READ_CARE))]
"""The units whose residents the caller has a duty of care for."""
PlanUnits = Annotated[frozenset[UUID], Depends(UnitsWhere(Permission.EDIT_PLANS))]
"""The units whose residents' plans the caller may change, and where she may register residents."""
AlertUnits = Annotated[frozenset[UUID], Depends(UnitsWhere(Permission.HANDLE_ALERTS))]
RobotUnits = Annotated[frozenset[UUID], Depends(UnitsWhere(Permission.MANAGE_ROBOTS))]
AssignUnits = Annotated[frozenset[UUID], Depends(UnitsWhere(Permission.ASSIGN_ROBOTS))]
"""The units whose robots the caller may give to residents."""


@dataclass(frozen=True, slots=True)
class UnitWhere:
    """The unit of the path, if the caller may do that in it."""

    right: Permission

    def __call__(self, unit_id: UUID, staff: CurrentStaff) -> UUID:
        """Return its id.

        Raises:
            NotFoundError: There is no such unit, or not for the caller.
        """
        if unit_id not in staff.units_where(self.right):
            raise NotFoundError("No such unit of yours.")
        return unit_id


AdministeredUnits = Annotated[frozenset[UUID], Depends(UnitsWhere(Permission.ADMINISTER_UNIT))]
"""The units whose staff and name the caller may change."""
SetUpUnits = Annotated[frozenset[UUID], Depends(UnitsWhere(Permission.SET_UP_UNIT))]
TenantUnits = Annotated[frozenset[UUID], Depends(UnitsWhere(Permission.ADMINISTER_TENANT))]
"""All units of the municipality that the caller sets up."""
AuditedUnits = Annotated[frozenset[UUID], Depends(UnitsWhere(Permission.READ_AUDIT))]
UnitToAdminister = Annotated[UUID, Depends(UnitWhere(Permission.ADMINISTER_UNIT))]
"""The unit of the path, whose staff and name the caller may change."""
UnitToSetUp = Annotated[UUID, Depends(UnitWhere(Permission.SET_UP_UNIT))]
"""The unit of the path, whose alerts and contacts the caller may arrange."""


@dataclass(frozen=True, slots=True)
class ResidentWhere:
    """The resident of the path, if the caller may do that. Every use is logged."""

    right: Permission

    def __call__(
        self, request: Request, resident_id: UUID, staff: CurrentStaff, wired: Wired, now: Now
    ) -> residents.Resident:
        """Return them.

        Raises:
            NotFoundError: There is no such resident, or not for the caller.
        """
        units = staff.units_where(Permission.READ_CARE) & staff.units_where(self.right)
        with wired.database.writing() as session:
            found = residents.find(session, resident_id, units)
            if found is None:
                raise NotFoundError("No such resident in your care.")
            _note_access(request, session, staff, found.id, now)
        return found


ResidentInCare = Annotated[residents.Resident, Depends(ResidentWhere(Permission.READ_CARE))]
"""The resident of the path, whom the caller may read about."""
ResidentToPlan = Annotated[residents.Resident, Depends(ResidentWhere(Permission.EDIT_PLANS))]
"""The resident of the path, whose plan the caller may change."""
ResidentToPlace = Annotated[residents.Resident, Depends(ResidentWhere(Permission.PLACE_RESIDENTS))]
"""The resident of the path, whom the caller may let move, and for whom she may end the service."""
ResidentToSpeakTo = Annotated[residents.Resident, Depends(ResidentWhere(Permission.SEND_COMMANDS))]
"""The resident of the path, whose robot the caller may have do something."""


@dataclass(frozen=True, slots=True)
class AlertWhere:
    """The alert of the path, if the caller may do that. Every use is logged."""

    right: Permission

    def __call__(
        self, request: Request, alert_id: UUID, staff: CurrentStaff, wired: Wired, now: Now
    ) -> Alert:
        """Return it; where it is about no resident, what is done to it is logged.

        Raises:
            NotFoundError: There is no such alert, or not for the caller.
        """
        with wired.database.writing() as session:
            found = alerts.find(session, alert_id, staff.units_where(self.right))
            if found is None:
                raise NotFoundError("No such alert in your units.")
            if found.resident_id is not None:
                _note_access(request, session, staff, found.resident_id, now)
            elif request.method not in _SAFE:
                audit.note_unit_access(
                    session,
                    staff_id=staff.id,
                    unit_id=found.unit_id,
                    what=request.scope["route"].name,
                    now=now,
                )
        return found


@dataclass(frozen=True, slots=True)
class RobotWhere:
    """The robot of the path, if the caller may do that with it."""

    right: Permission

    def __call__(self, robot_id: UUID, staff: CurrentStaff, session: Reading) -> RobotOfUnit:
        """Return it.

        Raises:
            ForbiddenError: The caller may do that in no unit.
            NotFoundError: There is no such robot, or not for the caller.
        """
        return robots.require(session, robot_id, UnitsWhere(self.right)(staff))


RobotToManage = Annotated[RobotOfUnit, Depends(RobotWhere(Permission.MANAGE_ROBOTS))]
"""The robot of the path, which the caller may pair, restart and revoke."""
RobotToAssign = Annotated[RobotOfUnit, Depends(RobotWhere(Permission.ASSIGN_ROBOTS))]
"""The robot of the path, of which the caller may say whom it looks after."""


def _note_access(
    request: Request, session: Session, staff: StaffIdentity, resident_id: UUID, now: datetime
) -> None:
    what = request.scope["route"].name
    audit.note_access(session, staff_id=staff.id, resident_id=resident_id, what=what, now=now)


def _look_at_list(
    request: Request, staff: CurrentStaff, wired: Wired, now: Now
) -> Callable[[Iterable[UUID | None]], None]:
    look = audit.Look(staff_id=staff.id, what=request.scope["route"].name)

    def note(resident_ids: Iterable[UUID | None]) -> None:
        named = {resident_id for resident_id in resident_ids if resident_id is not None}
        with wired.database.reading() as session:
            fresh = audit.unnoted(session, look, named, now)
        if fresh:
            with wired.database.writing() as session:
                audit.note_list(session, look, fresh, now)

    return note


NoteNamed = Annotated[Callable[[Iterable[UUID | None]], None], Depends(_look_at_list)]
"""To be called with the residents that a list names, before it is shown: each is a look at them."""

AlertToHandle = Annotated[Alert, Depends(AlertWhere(Permission.HANDLE_ALERTS))]
"""The alert of the path, which the caller may act on; logged as a look at its resident."""


@dataclass(frozen=True, slots=True)
class ForRobots:
    """The robot whose token it is."""

    right: Right = Door.ROBOT

    async def __call__(self, request: Request, wired: Wired, now: Now) -> UUID:
        """Return it; whether it has been revoked since, the database tells."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        given = token if scheme.lower() == "bearer" else ""
        return tokens.check_token(given, wired.settings.secret_key.get_secret_value(), now)


RobotOfToken = Annotated[UUID, Depends(ForRobots())]
"""The robot whose token it is, to be asked about by `access.in_service` before anything else."""


def _current_robot(robot_id: RobotOfToken, wired: Wired) -> RobotIdentity:
    with wired.database.reading() as session:
        return access.in_service(session, robot_id)


CurrentRobot = Annotated[RobotIdentity, Depends(_current_robot)]
"""The robot whose token it is."""
