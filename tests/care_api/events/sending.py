"""How tests send a robot's events to the server."""

import json

from pydantic import JsonValue

from care_api.events import parcel
from care_api.events.service import ingest
from care_api.robots import access
from codebook.event import Event
from codebook.upload import BatchResult
from tests.care_api.village import TestRobot, Village


def send(
    village: Village, *items: Event | JsonValue, sender: TestRobot | None = None
) -> BatchResult:
    """Let a robot, or the village's own, upload one batch."""
    as_json = [json.loads(i.model_dump_json()) if isinstance(i, Event) else i for i in items]
    body = json.dumps({"sent_at": village.clock.now().isoformat(), "events": as_json})
    with village.work() as work:
        robot = access.in_service(work.session, (sender or village.robot).id)
        answer = ingest(work, robot, parcel.opened(body.encode())).answer()
    return BatchResult.model_validate_json(answer)
