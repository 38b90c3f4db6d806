"""Up to where each boot's log has arrived, and what of it is missing."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from care_api.db import Work
from care_api.events import repository
from care_api.events.sequences import advanced, gaps
from care_api.events.tables import BootRow
from codebook.heartbeat import Missing, Reach
from codebook.upload import BootAck


def note(work: Work, robot_id: UUID, arrived: Mapping[UUID, Sequence[int]]) -> tuple[BootAck, ...]:
    """Write down what has arrived, and return how far each boot's log is accounted for.

    Args:
        work: The transaction that stores it; it is stored already.
        robot_id: Who sent it.
        arrived: Boot -> sequences, stored or kept as dead letters, in rising order.
    """
    return tuple(
        _ack(_noted(work, robot_id, boot_id, sequences))
        for boot_id, sequences in arrived.items()
        if sequences
    )


def _noted(work: Work, robot_id: UUID, boot_id: UUID, sequences: Sequence[int]) -> BootRow:
    row = repository.boot(work.session, boot_id) or BootRow(
        boot_id=boot_id, robot_id=robot_id, contiguous=0, highest=0
    )
    row.contiguous = advanced(row.contiguous, sequences)
    row.highest = max(row.highest, sequences[-1])
    if row.contiguous < row.highest:  # a gap, which something stored before may have filled
        stored = repository.sequences_after(work.session, boot_id, row.contiguous)
        row.contiguous = advanced(row.contiguous, stored)
    work.session.add(row)
    return row


def missing(work: Work, robot_id: UUID, kept: Iterable[Reach]) -> tuple[Missing, ...]:
    """Return what a robot calls acknowledged and we do not have: we were set back to a backup.

    What the robot itself keeps no more is not waited for any longer.
    """
    return tuple(each for reach in kept for each in _missing(work, robot_id, reach))


def _missing(work: Work, robot_id: UUID, reach: Reach) -> Iterable[Missing]:
    row = repository.boot(work.session, reach.boot_id)
    if row is None:
        row = BootRow(boot_id=reach.boot_id, robot_id=robot_id, contiguous=0, highest=0)
    if row.robot_id != robot_id:
        return ()
    if reach.first - 1 > row.contiguous:
        row.contiguous = reach.first - 1
        row.highest = max(row.highest, row.contiguous)
        work.session.add(row)
    if reach.last <= row.contiguous:
        return ()
    stored = repository.sequences_after(work.session, reach.boot_id, row.contiguous)
    return tuple(
        Missing(boot_id=reach.boot_id, first=first, last=last)
        for first, last in gaps(row.contiguous + 1, reach.last, stored)
    )


def _ack(row: BootRow) -> BootAck:
    return BootAck(boot_id=row.boot_id, contiguous=row.contiguous, highest=row.highest)
