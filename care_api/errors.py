"""What the API answers when it cannot do what was asked: one family, one shape (RFC 9457)."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import ClassVar
from uuid import UUID

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from sqlalchemy.exc import DataError, OperationalError
from starlette.exceptions import HTTPException

PROBLEM_JSON = "application/problem+json"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldFault:
    """One field that is wrong."""

    field: str
    """Path with dots, e.g. `items.0.dose`."""
    remedy: str


class CareApiError(Exception):
    """Something asked of the server that it does not do; `code` never changes."""

    status: ClassVar[HTTPStatus] = HTTPStatus.BAD_REQUEST
    code: ClassVar[str] = "bad_request"

    def __init__(
        self,
        detail: str,
        *,
        faults: Sequence[FieldFault] = (),
        retry_after: timedelta | None = None,
    ) -> None:
        """Say in `detail` what is wrong and what to do, without personal data."""
        super().__init__(detail)
        self.detail = detail
        self.faults = tuple(faults)
        self.retry_after = retry_after


class NotLoggedInError(CareApiError):
    """No session, or one that has ended."""

    status = HTTPStatus.UNAUTHORIZED
    code = "not_logged_in"


class WrongCredentialsError(CareApiError):
    """User name or password is wrong; the answer does not say which."""

    status = HTTPStatus.UNAUTHORIZED
    code = "wrong_credentials"


class CodeNeededError(CareApiError):
    """User name and password are right; a one-time code is needed as well."""

    status = HTTPStatus.UNAUTHORIZED
    code = "code_needed"

    def __init__(self, detail: str, *, staff_id: UUID) -> None:
        """Know whose code is needed; the answer does not say it."""
        super().__init__(detail)
        self.staff_id = staff_id


class LockedOutError(CareApiError):
    """Too many failed attempts."""

    status = HTTPStatus.TOO_MANY_REQUESTS
    code = "locked_out"


class RobotUnknownError(CareApiError):
    """The robot's token, assertion or pairing code does not hold."""

    status = HTTPStatus.UNAUTHORIZED
    code = "robot_unknown"


class ClockOffError(RobotUnknownError):
    """The robot's signature holds, but not for this moment: it learns the server's time by it."""

    code = "clock_off"

    def __init__(self, detail: str, *, server_time: datetime) -> None:
        """Say `server_time` (aware UTC) in the problem, so that the robot can sign for it."""
        super().__init__(detail)
        self.server_time = server_time


class ForbiddenError(CareApiError):
    """Known, but not allowed."""

    status = HTTPStatus.FORBIDDEN
    code = "forbidden"


class SecondFactorNeededError(ForbiddenError):
    """Logged in by a password alone, where the installation demands a one-time code as well."""

    code = "second_factor_needed"


class CsrfError(ForbiddenError):
    """The request did not come from our own page."""

    code = "csrf_token_wrong"


class NotFoundError(CareApiError):
    """It does not exist, or not for whoever asks: the answer is the same."""

    status = HTTPStatus.NOT_FOUND
    code = "not_found"


class TransitionError(CareApiError):
    """The state it is in does not allow the step."""

    status = HTTPStatus.CONFLICT
    code = "wrong_state"


class ServiceEndedError(CareApiError):
    """The service has ended for the resident: nothing more is planned or shared."""

    status = HTTPStatus.CONFLICT
    code = "service_ended"


class ChangedMeanwhileError(CareApiError):
    """Somebody else has made a newer version."""

    status = HTTPStatus.PRECONDITION_FAILED
    code = "changed_meanwhile"


class VersionNeededError(CareApiError):
    """An edit must name the version that it builds on."""

    status = HTTPStatus.PRECONDITION_REQUIRED
    code = "version_needed"


class InvalidDocumentError(CareApiError):
    """The document does not hold what it should; `faults` names each field."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "invalid_document"


class TooLargeError(CareApiError):
    """More than the server takes at once."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    code = "too_large"


def problem(fault: CareApiError) -> JSONResponse:
    """Return the answer that tells of `fault`."""
    document: dict[str, object] = {
        "type": f"urn:nabo:problem:{fault.code}",
        "title": fault.status.phrase,
        "status": fault.status.value,
        "code": fault.code,
        "detail": fault.detail,
    }
    if isinstance(fault, ClockOffError):
        document["server_time"] = fault.server_time.isoformat()
    if fault.faults:
        document["errors"] = [{"field": f.field, "remedy": f.remedy} for f in fault.faults]
    return JSONResponse(
        document, status_code=fault.status, media_type=PROBLEM_JSON, headers=_headers(fault)
    )


def _headers(fault: CareApiError) -> dict[str, str]:
    if fault.retry_after is None:
        return {}
    return {"Retry-After": str(max(1, round(fault.retry_after.total_seconds())))}


def field_faults(errors: Sequence[Mapping[str, object]]) -> tuple[FieldFault, ...]:
    """Return Pydantic's errors as fields and remedies, without the values that were sent."""
    return tuple(
        FieldFault(
            field=_path(error["loc"]), remedy=str(error["msg"]).removeprefix("Value error, ")
        )
        for error in errors
    )


def _path(loc: object) -> str:
    parts = loc if isinstance(loc, tuple) else ()
    if len(parts) > 1 and parts[0] == "body":
        parts = parts[1:]
    return ".".join(str(part) for part in parts) or "body"


def install(app: FastAPI) -> None:
    """Let every failure of `app` come out as a problem."""
    app.add_exception_handler(CareApiError, _known)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _by_framework)
    app.add_exception_handler(OperationalError, _database_down)
    app.add_exception_handler(DataError, _not_storable)


def is_page(request: Request) -> bool:
    """Return whether a person waits for a page, not a program for JSON."""
    return not request.url.path.startswith(("/api/", "/health"))


async def _known(_request: Request, fault: Exception) -> Response:
    if not isinstance(fault, CareApiError):
        raise fault
    return problem(fault)


async def _malformed(_request: Request, fault: Exception) -> Response:
    if not isinstance(fault, RequestValidationError):
        raise fault
    faults = field_faults(fault.errors())
    first = f"{faults[0].field}: {faults[0].remedy}" if faults else "unreadable"
    return problem(InvalidDocumentError(first, faults=faults))


async def _by_framework(_request: Request, fault: Exception) -> Response:
    if not isinstance(fault, HTTPException):
        raise fault
    status = HTTPStatus(fault.status_code)
    document = {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "code": status.name.lower(),
        "detail": str(fault.detail),
    }
    return JSONResponse(
        document, status_code=status, media_type=PROBLEM_JSON, headers=fault.headers
    )


async def _not_storable(_request: Request, fault: Exception) -> Response:
    """Refuse what passed as a value, but not for the database: a text with a NUL in it."""
    _log.warning("refused by the database: %s", type(fault).__name__)
    return problem(InvalidDocumentError("A text or a number that cannot be stored; change it."))


async def _database_down(_request: Request, fault: Exception) -> Response:
    _log.error("the database failed: %s", fault)  # without what was written: see make_engine
    document = {
        "type": "urn:nabo:problem:database_unavailable",
        "title": HTTPStatus.SERVICE_UNAVAILABLE.phrase,
        "status": HTTPStatus.SERVICE_UNAVAILABLE.value,
        "code": "database_unavailable",
        "detail": "The database does not answer; nothing was stored. Try again.",
    }
    return JSONResponse(
        document,
        status_code=HTTPStatus.SERVICE_UNAVAILABLE,
        media_type=PROBLEM_JSON,
        headers={"Retry-After": "5"},
    )
