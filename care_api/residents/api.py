"""The unit's board, one resident, and who looked at them."""

from fastapi import APIRouter

from care_api.audit import service as audit
from care_api.deps import (
    CareUnits,
    NoteNamed,
    Now,
    Reading,
    ResidentInCare,
    ResidentToPlan,
    Wired,
    Writing,
)
from care_api.residents import manner, service
from care_api.residents.schemas import AccessOut, BoardRowOut, ResidentOut, SpeechSettings

router = APIRouter(prefix="/residents", tags=["residents"])


@router.get("")
def read_board(
    units: CareUnits, session: Reading, now: Now, wired: Wired, note_named: NoteNamed
) -> tuple[BoardRowOut, ...]:
    """Return the residents of the caller's units, and how each is doing."""
    silent_after = wired.settings.robot_silent_after
    rows = service.board(session, units, now=now, silent_after=silent_after)
    note_named(row.resident.id for row in rows)
    return tuple(BoardRowOut.model_validate(row) for row in rows)


@router.get("/{resident_id}")
def read_resident(resident: ResidentInCare) -> ResidentOut:
    """Return one resident."""
    return ResidentOut.model_validate(resident)


@router.get("/{resident_id}/speech")
def read_speech(resident: ResidentInCare, session: Reading) -> SpeechSettings:
    """Return how the robot speaks with the resident."""
    return SpeechSettings.of(manner.of_resident(session, resident.id))


@router.put("/{resident_id}/speech")
def save_speech(resident: ResidentToPlan, settings: SpeechSettings, work: Writing) -> None:
    """Have the robot speak so with the resident, from its next look at the plans."""
    manner.change(work, resident.id, settings.manner)


@router.get("/{resident_id}/accesses")
def read_accesses(resident: ResidentInCare, session: Reading) -> tuple[AccessOut, ...]:
    """Return who looked at the resident, newest first."""
    return tuple(AccessOut.model_validate(a) for a in audit.accesses(session, resident.id))
