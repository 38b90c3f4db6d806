"""The village after a morning: in every unit something of every kind that has an id."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

from care_api.alerts import raising
from care_api.alerts.alert import Reason
from care_api.alerts.cause import Cause
from care_api.care_plans import service as care_plans
from care_api.care_plans import templates
from care_api.care_plans.schemas import PlanDraft
from care_api.care_plans.service import Precondition
from care_api.commands import service as commands
from care_api.commands.service import Addressee
from care_api.consents import service as consents
from care_api.consents.scope import Scope
from care_api.consents.service import Decision
from care_api.db import Work
from care_api.family import service as family
from care_api.family.service import Reader
from care_api.handovers import service as handovers
from care_api.notes import service as notes
from care_api.notes.service import Written
from care_api.on_call import service as on_call
from care_api.on_call.contact import Contact
from care_api.on_call.rota import Change
from care_api.relations import service as relations
from care_api.relations.service import Details, Kind
from care_api.residents.tables import ResidentRow
from care_api.robots import service as robots
from care_api.service_decisions import service as decisions
from care_api.service_decisions.service import Suitability, Terms
from care_api.staff.role import TENANT_WIDE, Role
from codebook.check_in import CheckInAnswered
from codebook.command import SayThis
from codebook.event import Body
from codebook.help import HelpCause, HelpRequested
from codebook.speech import SpeechHeard, SpeechSaid, StoppedBy
from codebook.task import TaskAnnounced, TaskClosed, TaskReported
from schedules.locale import Locale
from schedules.outcome import EvidenceGrade, Outcome
from tests.care_api.events.sending import send
from tests.care_api.village import CHECK, CHECK_TODAY, DOSE, DOSE_TODAY, Village

MANY = 1000
"""More handovers than any unit has here: each beginning makes a new one."""


def live_in(village: Village, words: str = "hjelp jeg har falt") -> None:
    """Let the morning pass; `words` is what people and robots write and say.

    "alle" may do everything in Solbakken, "leder" what does not count in the whole municipality.
    """
    with village.work() as work:
        village.employ(work, "alle", village.solbakken, *Role)
        village.employ(work, "leder", village.solbakken, *set(Role) - TENANT_WIDE)
        for unit_id, resident_id in (
            (village.solbakken, village.solveig),
            (village.fjellheim, village.ingrid),
            (village.elvebakken, village.olav),
        ):
            _furnish(village, work, unit_id, resident_id, words)
    morning(village, village.solveig, words)
    morning(village, village.arne, words)


def morning(village: Village, resident_id: UUID, words: str = "hjelp jeg har falt") -> None:
    """Let the village's robot report an answered dose, a worrying answer and a cry."""
    now = village.clock.now()
    stage: dict[str, UUID] = {"occurrence_id": DOSE_TODAY, "item_id": DOSE.id}
    bodies: tuple[Body, ...] = (
        TaskAnnounced(**stage, attempt=1),
        SpeechSaid(
            utterance_id="r",
            locale=Locale.NB_NO,
            text=words,
            stopped_by=StoppedBy.COMPLETED,
            duration_s=2,
        ),
        SpeechHeard(
            utterance_id="h",
            locale=Locale.NB_NO,
            transcript=words,
            intent="taken",
            confidence=0.9,
            was_robot_speaking=False,
        ),
        TaskReported(**stage, outcome=Outcome.TAKEN, grade=EvidenceGrade.SAID),
        TaskClosed(**stage, outcome=Outcome.TAKEN),
        CheckInAnswered(
            occurrence_id=CHECK_TODAY,
            item_id=CHECK.id,
            question_id="feeling",
            answer="unwell",
            transcript=words,
            is_worrying=True,
            grade=EvidenceGrade.SAID,
        ),
        HelpRequested(
            cause=HelpCause.FALLEN, utterance_id="u", transcript=words, grade=EvidenceGrade.SAID
        ),
    )
    events = [
        village.robot.event(body, resident_id, now + timedelta(seconds=second))
        for second, body in enumerate(bodies)
    ]
    send(village, *events)


def _furnish(village: Village, work: Work, unit_id: UUID, resident_id: UUID, words: str) -> None:
    robot_id = robots.add(work, unit_id, words[:60])
    robots.assign(work, robot_id, [resident_id], [unit_id])
    own = tuple(replace(item, id=uuid4()) for item in (DOSE, CHECK))
    if resident_id != village.solveig:
        first = Precondition(if_none_match="*")
        draft = PlanDraft(items=own)
        care_plans.save(work, resident_id, draft, precondition=first, staff_id=None, reason=words)
    templates.save(work, unit_id, village.staff["kari"], words[:80], own)
    reason = Reason(
        dedup_key=f"lived-in:{uuid4()}",
        cause=Cause.FALLEN,
        unit_id=unit_id,
        resident_id=resident_id,
    )
    raising.raise_alert(work, reason)
    handovers.begin(work, unit_id, village.staff["kari"], MANY, timedelta(minutes=3))
    to = Addressee(robot_id=robot_id, unit_id=unit_id, resident_id=resident_id)
    later = timedelta(minutes=15)
    commands.send(work, to, SayThis(text=words), lasts=later, sent_by=village.staff["kari"])
    contact = Contact(
        id=uuid4(),
        name=words[:120],
        position=1,
        email=None,
        phone="40000000",
        locale=Locale.NB_NO,
        resident_id=resident_id,
        staff_id=None,
        shifts=(),
    )
    on_call.save(work, unit_id, contact)
    colleague = replace(contact, id=uuid4(), resident_id=None)
    on_call.save(work, unit_id, colleague)
    away = Change(
        id=uuid4(), starts_at=work.now, ends_at=work.now + timedelta(days=1), is_on_call=False
    )
    on_call.add_change(work, unit_id, colleague.id, away)
    _write_about(village, work, resident_id, words)


def _write_about(village: Village, work: Work, resident_id: UUID, words: str) -> None:
    by, today = village.staff["kari"], work.now.date()
    notes.write(work, resident_id, Written(text=words, is_shared=True, by=by))
    details = Details(kind=Kind.GP, name=words, relationship=words, phone="12345", email="")
    relations.add(work, resident_id, details, by)
    for scope in Scope:
        decision = Decision(
            scope=scope, is_given=True, decided_on=today, decided_by=words, note=words
        )
        consents.record(work, resident_id, decision, by)
    terms = Terms(
        suitability=Suitability.SUITABLE,
        grounds=words,
        decided_on=today,
        trained_on=today,
        trained=words,
        evaluate_on=today - timedelta(days=1),
    )
    decisions.decide(work, resident_id, terms, by, builds_on=0)
    reader = Reader(name=words, is_resident=False)
    link, _ = family.make(work, resident_id, reader, timedelta(days=7), by)
    family.note_look(work, link)


def move_in_more(village: Village, count: int) -> None:
    """Double everything: residents with robots and plans, and their morning."""
    people = [uuid4() for _ in range(count)]
    with village.work() as work:
        for number, resident_id in enumerate(people):
            work.session.add(
                ResidentRow(
                    id=resident_id,
                    unit_id=village.solbakken,
                    name=f"Berit Dahl {number}",
                    spoken_name="Berit",
                    room=str(number),
                    locale=Locale.NB_NO.value,
                    zone="Europe/Oslo",
                    end_silence_s=1.25,
                    speech_rate=1.0,
                    number_to_call="tjue førti",
                )
            )
        work.session.flush()
        for resident_id in people:
            _furnish(village, work, village.solbakken, resident_id, "Alt vel")
        looked_after = [village.solveig, village.arne, *people]
        robots.assign(work, village.robot.id, looked_after, [village.solbakken])
    for resident_id in (*people, village.solveig):
        morning(village, resident_id)
