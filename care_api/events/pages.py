"""The stream that tells open pages to fetch themselves anew."""

from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header
from fastapi.responses import StreamingResponse

from care_api.deps import CareUnits, Wired
from care_api.events.stream import News, Resync, Stream

router = APIRouter()

_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
_PING = ": still here\n\n"


@router.get("/stream")
async def stream(
    units: CareUnits, wired: Wired, last_event_id: Annotated[int | None, Header()] = None
) -> StreamingResponse:
    """Name every change of the units' residents, without saying what it was.

    The page fetches what has changed through its own address, past the guarded door.
    """
    told = _told(wired.stream, units, last_event_id)
    return StreamingResponse(told, media_type="text/event-stream", headers=_HEADERS)


async def _told(
    stream: Stream, units: frozenset[UUID], last_seen: int | None
) -> AsyncIterator[str]:
    """Yield server-sent events: all of one look in one piece, for there are many pages."""
    async for news in stream.news(units, last_seen):
        match news:
            case Resync(number=number):
                yield _event("caught-up", number)
            case News(changes=()):
                yield _PING
            case News(changes=changes):
                residents = {change.resident_id for change in changes if change.resident_id}
                named = [_event(f"changed-{resident}") for resident in sorted(residents)]
                yield "".join([*named, _event("changed", changes[-1].number)])


def _event(name: str, number: int | None = None) -> str:
    numbered = "" if number is None else f"id: {number}\n"
    return f"event: {name}\n{numbered}data:\n\n"
