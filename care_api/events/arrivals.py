"""Up to where each boot's log has arrived, and what of it is missing."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from care_api.db import Work
from care_api.events import repository
from care_api.events.repository import Reached
from care_api.events.sequences import advanced, gaps
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
        _noted(work, robot_id, boot_id, sequences)
        for boot_id, sequences in arrived.items()
        if sequences
    )


def _noted(work: Work, robot_id: UUID, boot_id: UUID, sequences: Sequence[int]) -> BootAck:
    known = repository.reached(work.session, boot_id) or Reached(robot_id, 0, 0)
    contiguous = advanced(known.contiguous, sequences)
    highest = max(known.highest, sequences[-1])
    if contiguous < highest:  # a gap, which something stored before may have filled
        stored = repository.sequences_after(work.session, boot_id, contiguous)
        contiguous = advanced(contiguous, stored)
    now = known._replace(contiguous=contiguous, highest=highest)
    repository.write_reached(work.session, boot_id, now)
    return BootAck(boot_id=boot_id, contiguous=contiguous, highest=highest)


def missing(work: Work, robot_id: UUID, kept: Iterable[Reach]) -> tuple[Missing, ...]:
    """Return what a robot calls acknowledged and we do not have: we were set back to a backup.

    What the robot itself keeps no more is not waited for any longer.
    """
    return tuple(each for reach in kept for each in _missing(work, robot_id, reach))


def _missing(work: Work, robot_id: UUID, reach: Reach) -> Iterable[Missing]:
    known = repository.reached(work.session, reach.boot_id) or Reached(robot_id, 0, 0)
    if known.robot_id != robot_id:
        return ()
    contiguous = max(known.contiguous, reach.first - 1)
    if contiguous > known.contiguous:
        highest = max(known.highest, contiguous)
        now = known._replace(contiguous=contiguous, highest=highest)
        repository.write_reached(work.session, reach.boot_id, now)
    if reach.last <= contiguous:
        return ()
    stored = repository.sequences_after(work.session, reach.boot_id, contiguous)
    return tuple(
        Missing(boot_id=reach.boot_id, first=first, last=last)
        for first, last in gaps(contiguous + 1, reach.last, stored)
    )
