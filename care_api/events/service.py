"""Taking in what robots report: each event once, its effects in the same transaction."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from care_api.alerts import raising
from care_api.alerts.alert import Reason
from care_api.alerts.cause import Cause
from care_api.db import Lock, Work, lock
from care_api.events import arrivals, effects, items, repository, storing
from care_api.events.entry import Entry
from care_api.events.identity import digest_of
from care_api.events.items import Item, Sender
from care_api.events.parcel import Parcel
from care_api.robots import access
from care_api.robots import service as robots
from care_api.robots.robot_identity import RobotIdentity
from care_api.spelling import digits
from care_api.tasks import service as tasks
from care_api.tasks.repository import Known
from codebook.upload import BatchResult, BootAck, ItemStatus

_FORGED = "id: there is another event with this id; an event never changes, make a new one"
_NOT_THEIRS = "body.occurrence_id: the task of another resident"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What became of a batch, to be sent once the transaction is committed, not before."""

    received_at: datetime
    items: Sequence[Item]
    verdicts: Sequence[tuple[ItemStatus, str | None]]
    """Each item's status, and why it was refused."""
    boots: tuple[BootAck, ...]

    def answer(self) -> str:
        """Return the answer, JSON of a `BatchResult`; to be made while nobody waits for the log.

        Written out item by item: Pydantic takes three times as long, most of it for the ids.
        """
        results = ",".join(
            _told(item, status, reason)
            for item, (status, reason) in zip(self.items, self.verdicts, strict=True)
        )
        around = BatchResult(received_at=self.received_at, results=(), boots=self.boots)
        return around.model_dump_json().replace('"results":[]', f'"results":[{results}]', 1)


def _told(item: Item, status: ItemStatus, reason: str | None) -> str:
    """Return what became of an item, JSON of an `ItemResult`."""
    known = items.id_of(item)
    item_id = f'"{known}"' if known else "null"
    why = json.dumps(reason) if reason else "null"
    return f'{{"id":{item_id},"status":"{status}","reason":{why}}}'


def ingest(work: Work, robot: RobotIdentity, parcel: Parcel) -> Receipt:
    """Store a batch, and do what its events call for."""
    known = robots.residents_ever(work.session, robot.id)
    sender = Sender(
        robot_id=robot.id,
        robot_digits=digits(robot.id),
        unit_id=robot.unit_id,
        residents={digits(resident_id): ever.unit_id for resident_id, ever in known.items()},
        former=frozenset(digits(each) for each, ever in known.items() if ever.is_former),
    )
    lock(work.session, Lock.STREAM)
    known_tasks = tasks.locked(work.session, _tasks(parcel.items))
    objections = _objections(parcel.items, sender, known_tasks)
    sound = [
        item
        for item, reason in zip(parcel.items, objections, strict=True)
        if reason is None and isinstance(item, Entry)
    ]
    stored = storing.store(work, sound, sender)
    verdicts = _verdicts(objections, stored.statuses)
    _bury(work, robot.id, parcel.items, verdicts)
    acks = arrivals.note(work, robot.id, _accounted(parcel.items))
    effects.apply(work, sender, stored, parcel.telling, known_tasks)
    access.note_alive(work, robot, parcel.sent_at)
    return Receipt(received_at=work.now, items=parcel.items, verdicts=verdicts, boots=acks)


def bury(work: Work, robot: RobotIdentity, parcel: Parcel, reason: str) -> Receipt:
    """Keep a batch as dead letters, none of which has an effect, and tell the robot's unit.

    Where not even that can be told, nothing is kept and the robot sends it again.
    """
    lock(work.session, Lock.STREAM)
    verdicts = [(ItemStatus.REJECTED, reason) for _ in parcel.items]
    _bury(work, robot.id, parcel.items, verdicts)
    fault = Reason(
        dedup_key=f"event:{robot.id}:{work.now.date()}",
        cause=Cause.SERVER_FAULT,
        unit_id=robot.unit_id,
        robot_id=robot.id,
    )
    raising.raise_alert(work, fault)
    acks = arrivals.note(work, robot.id, _accounted(parcel.items))
    access.note_alive(work, robot, parcel.sent_at)
    return Receipt(received_at=work.now, items=parcel.items, verdicts=verdicts, boots=acks)


def _tasks(sent: Iterable[Item]) -> set[str]:
    """Return the tasks, by digits, that are spoken of."""
    return {item.occurrence_id for item in sent if isinstance(item, Entry) and item.occurrence_id}


def _objections(
    sent: Iterable[Item], sender: Sender, known_tasks: Mapping[UUID, Known]
) -> list[str | None]:
    """Return why each item is refused, None where it is not."""
    owners = {digits(task_id): digits(it.resident_id) for task_id, it in known_tasks.items()}
    return [items.objection(item, sender) or _of_another(item, owners) for item in sent]


def _of_another(item: Item, owners: Mapping[str, str]) -> str | None:
    """Object to an entry about a task that exists and is somebody else's."""
    if not isinstance(item, Entry) or item.occurrence_id is None:
        return None
    is_theirs = owners.get(item.occurrence_id, item.resident_id) == item.resident_id
    return None if is_theirs else _NOT_THEIRS


def _verdicts(
    objections: Iterable[str | None], statuses: Iterable[ItemStatus]
) -> list[tuple[ItemStatus, str | None]]:
    """Return what became of each item; the statuses are those of the sound ones among them."""
    of_sound = iter(statuses)
    verdicts: list[tuple[ItemStatus, str | None]] = []
    for objection in objections:
        status = ItemStatus.REJECTED if objection else next(of_sound)
        is_refused = status is ItemStatus.REJECTED
        verdicts.append((status, (objection or _FORGED) if is_refused else None))
    return verdicts


def _bury(
    work: Work,
    robot_id: UUID,
    sent: Iterable[Item],
    verdicts: Iterable[tuple[ItemStatus, str | None]],
) -> None:
    letters = {}
    for item, (_, reason) in zip(sent, verdicts, strict=True):
        if reason is None:
            continue
        document = items.document_of(item)
        boot_id, sequence = items.place_of(item) or (None, None)
        letters[digest_of([str(robot_id), document])] = {
            "robot_id": robot_id,
            "received_at": work.now,
            "reason": reason,
            "document": json.dumps(document),
            "boot_id": boot_id,
            "sequence": sequence,
        }
    repository.bury(work.session, [{"id": key, **letter} for key, letter in letters.items()])


def _accounted(sent: Sequence[Item]) -> dict[UUID, list[int]]:
    """Return boot -> sequences that are stored or buried by now, in rising order."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for item in sent:
        if isinstance(item, Entry) and item.sequence <= items.HIGHEST_SEQUENCE:
            places[item.boot_id].append(item.sequence)
        elif place := items.place_of(item):
            places[digits(place[0])].append(place[1])
    return {UUID(boot_id): sorted(sequences) for boot_id, sequences in places.items()}
