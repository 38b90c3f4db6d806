"""The stream that tells open pages to fetch themselves anew."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Header
from fastapi.sse import EventSourceResponse, ServerSentEvent

from care_api.deps import CareUnits, Wired
from care_api.events.stream import Change, Resync

router = APIRouter()


@router.get("/stream", response_class=EventSourceResponse)
async def stream(
    units: CareUnits, wired: Wired, last_event_id: Annotated[int | None, Header()] = None
) -> AsyncIterator[ServerSentEvent]:
    """Name every change of the units' residents, without saying what it was.

    The page fetches what has changed through its own address, past the guarded door.
    """
    async for change in wired.stream.changes(units, last_event_id):
        number = str(change.number)
        match change:
            case Resync():
                yield ServerSentEvent(event="caught-up", id=number, raw_data="")
            case Change(resident_id=resident_id):
                if resident_id:
                    yield ServerSentEvent(event=f"changed-{resident_id}", raw_data="")
                yield ServerSentEvent(event="changed", id=number, raw_data="")
