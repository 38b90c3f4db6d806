"""The stream that tells open pages to fetch themselves anew."""

from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header
from fastapi.responses import StreamingResponse

from care_api.deps import AlertUnits, CurrentStaff, Wired, Wiring
from care_api.events.stream import News, Resync

router = APIRouter()

_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
_PING = ": still here\n\n"


@router.get("/stream")
async def stream(
    units: AlertUnits,
    staff: CurrentStaff,
    wired: Wired,
    last_event_id: Annotated[int | None, Header()] = None,
) -> StreamingResponse:
    """Name every change of the units' residents, without saying what it was.

    The page fetches what has changed through its own address, past the guarded door.
    """
    told = _told(wired, staff.session_id, units, last_event_id)
    return StreamingResponse(told, media_type="text/event-stream", headers=_HEADERS)


async def _told(
    wired: Wiring, session_id: str, units: frozenset[UUID], last_seen: int | None
) -> AsyncIterator[str]:
    """Yield server-sent events until the session ends."""
    with wired.watch.page_of(session_id):
        if last_seen is not None:  # a stream that breaks before there is news goes on from here
            yield f"id: {last_seen}\n\n"
        async for news in wired.stream.news(units, last_seen):
            if wired.watch.is_over(session_id):
                yield _event("logged-out")
                return
            yield _text(news)


def _text(news: News | Resync) -> str:
    """Return all of one look in one piece, for there are many pages."""
    match news:
        case Resync(number=number):
            return _event("caught-up", number)
        case News(changes=()):
            return _PING
        case News(changes=changes):
            residents = {change.resident_id for change in changes if change.resident_id}
            named = [_event(f"changed-{resident}") for resident in sorted(residents)]
            return "".join([*named, _event("changed", changes[-1].number)])


def _event(name: str, number: int | None = None) -> str:
    numbered = "" if number is None else f"id: {number}\n"
    return f"event: {name}\n{numbered}data:\n\n"
