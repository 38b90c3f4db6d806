"""What stands about the demonstration's residents: notes, contacts, consents, a decision."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from care_api.consents import service as consents
from care_api.consents.scope import Scope
from care_api.consents.service import Decision
from care_api.db import Work
from care_api.demo import people
from care_api.demo.people import ARNE, NURSE_ID, SOLVEIG
from care_api.demo.wording import DemoWording
from care_api.notes import service as notes
from care_api.notes.service import Written
from care_api.relations import service as relations
from care_api.relations.service import Details, Kind
from care_api.service_decisions import service as decisions
from care_api.service_decisions.service import Suitability, Terms


def add_about(work: Work, words: DemoWording) -> None:
    """Write about Solveig what a nurse would; Arne's evaluation is overdue."""
    for text, is_shared in ((words.note, False), (words.shared_note, True)):
        notes.write(work, SOLVEIG.id, Written(text=text, is_shared=is_shared, by=NURSE_ID))
    for details in (
        _details(Kind.NEXT_OF_KIN, "Liv Haugen", words.daughter, "400 00 123"),
        _details(Kind.GP, "Anne Dale", words.surgery, "400 00 200"),
    ):
        relations.add(work, SOLVEIG.id, details, NURSE_ID)
    today = work.now.astimezone(ZoneInfo(people.ZONE)).date()
    for scope in (Scope.LISTENING, Scope.TRANSCRIPTS, Scope.ROOM_SENSORS, Scope.FAMILY_PAGE):
        decision = Decision(
            scope=scope,
            is_given=True,
            decided_on=today - timedelta(days=20),
            decided_by=SOLVEIG.name,
            note=words.asked,
        )
        consents.record(work, SOLVEIG.id, decision, NURSE_ID)
    for resident, due_in in ((SOLVEIG, timedelta(days=70)), (ARNE, -timedelta(days=1))):
        terms = Terms(
            suitability=Suitability.SUITABLE,
            grounds=words.grounds,
            decided_on=today - timedelta(days=20),
            trained_on=today - timedelta(days=19),
            trained=words.trained,
            evaluate_on=today + due_in,
        )
        decisions.decide(work, resident.id, terms, NURSE_ID, builds_on=0)


def _details(kind: Kind, name: str, relationship: str, phone: str) -> Details:
    return Details(kind=kind, name=name, relationship=relationship, phone=phone, email="")
