"""A handover as the page shows it: with names and words for what the report knows by id."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from care_api.alerts.alert import Alert
from care_api.alerts.state import AlertState
from care_api.care_plans import service as care_plans
from care_api.care_plans.service import SavedVersion
from care_api.handovers import alert_lines
from care_api.handovers.handover import Stretch
from care_api.handovers.reading import STILL_SAVING, what_happened
from care_api.handovers.report import Chapter, Report, ToldFault, ToldTask
from care_api.handovers.standing import OpenAlert, Standing
from care_api.handovers.views import Coming, Line, Open, Person, ShownReport, Silent
from care_api.notes import service as notes
from care_api.notes.service import WrittenNote
from care_api.residents.service import Resident
from care_api.robots import service as robots
from care_api.staff import service as staff_service
from care_api.tasks import service as tasks
from care_api.web.lines import Items, Step, line, outcome_tone
from care_api.web.tone import Tone
from care_api.web.wish_events import told as told_of_wish
from care_api.web.wording import COMPONENTS, HELP_CAUSES, OUTCOMES, mark
from schedules.outcome import Outcome

_AS_PLANNED = frozenset({Outcome.TAKEN, Outcome.ANSWERED})
_MISSED = (AlertState.REPORTED, AlertState.IN_PROGRESS, AlertState.ACKNOWLEDGED)

Written = Sequence[SavedVersion | WrittenNote]
"""What staff wrote about a resident."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Teller:
    """Turns chapters into lines, with what ids are called looked up once for all."""

    stretch: Stretch
    people: Mapping[UUID, Resident]
    staff: Mapping[UUID, str]
    robots: Mapping[UUID, str]
    titles: Mapping[UUID, str]
    """Task -> what it is called."""
    items: Items
    alerts: Mapping[UUID, Alert]
    newcomers: frozenset[UUID]

    def person(self, resident_id: UUID, chapter: Chapter, written: Written) -> Person:
        """Return what happened with a resident."""
        who = self.people[resident_id]
        lines = [self._written(each) for each in written]
        return self._part(chapter, lines, resident_id=who.id, name=who.name, room=who.room)

    def unit(self, chapter: Chapter) -> Person:
        """Return what concerns no single resident."""
        return self._part(chapter, [], resident_id=None, name="", room="")

    def _part(
        self,
        chapter: Chapter,
        more: Iterable[Line],
        *,
        resident_id: UUID | None,
        name: str,
        room: str,
    ) -> Person:
        reported = [(told.outcome, self._task(told)) for told in chapter.tasks.values()]
        worth = [shown for outcome, shown in reported if outcome not in _AS_PLANNED]
        lines = [*worth, *self._others(chapter), *more]
        shown = alert_lines.Shown(self.staff, self.titles, self.robots, self.stretch)
        return Person(
            id=resident_id,
            name=name,
            room=room,
            alerts=tuple(
                shown.alert(told, self.alerts[told.alert_id])
                for told in chapter.alerts.values()
                if told.alert_id in self.alerts
            ),
            lines=tuple(sorted(lines, key=lambda each: each.at)),
            as_planned=tuple(shown for outcome, shown in reported if outcome in _AS_PLANNED),
            answered=chapter.answered,
            is_new=resident_id in self.newcomers,
        )

    def _others(self, chapter: Chapter) -> Iterator[Line]:
        for call in chapter.calls:
            taken_back = mark("Said that no help is needed")
            yield Line(
                at=call.at,
                text=HELP_CAUSES[call.cause] if call.cause else taken_back,
                tone=Tone.ATTENTION if call.is_taken_back else Tone.URGENT,
                detail=taken_back if call.cause and call.is_taken_back else None,
                is_late=call.at < self.stretch.starts_at,
            )
        for answer in chapter.answers:
            step = line(answer.event, self.items)
            if isinstance(step, Step):
                yield self._step(step)
        for pause in chapter.pauses:
            told = told_of_wish(pause.wish)
            yield Line(
                at=pause.at,
                text=told.text,
                tone=told.tone,
                is_late=pause.at < self.stretch.starts_at,
            )
        for fault in chapter.faults:
            yield self._fault(fault)

    def _step(self, step: Step) -> Line:
        return Line(
            at=step.at,
            text=step.text,
            tone=step.tone,
            subject=step.subject,
            detail=step.detail,
            grade=step.grade,
            is_late=step.at < self.stretch.starts_at,
        )

    def _task(self, told: ToldTask) -> Line:
        return Line(
            at=told.at,
            text=OUTCOMES[told.outcome] if told.outcome else mark("Not reported"),
            tone=outcome_tone(told.outcome) if told.outcome else Tone.ATTENTION,
            subject=self.titles.get(told.occurrence_id),
            grade=told.grade,
            is_late=told.at < self.stretch.starts_at,
        )

    def _fault(self, told: ToldFault) -> Line:
        if told.component is None:
            text, detail = mark("The robot had not been running"), None
        else:
            text = mark("Works again") if told.is_resolved else mark("A fault")
            detail = COMPONENTS[told.component]
        return Line(
            at=told.at,
            text=text,
            tone=Tone.GOOD if told.is_resolved else Tone.ATTENTION,
            subject=self.robots.get(told.robot_id) if told.robot_id else None,
            detail=detail,
            is_late=told.at < self.stretch.starts_at,
        )

    def _written(self, each: SavedVersion | WrittenNote) -> Line:
        who = _author(each)
        name = self.staff.get(who) if who else None
        match each:
            case SavedVersion():
                return Line(
                    at=each.saved_at,
                    text=mark("The plan was changed"),
                    who=name,
                    words=each.reason or None,
                    href=f"/residents/{each.resident_id}/plan/versions",
                )
            case WrittenNote(wording=wording):
                is_first = wording.revision == 1
                return Line(
                    at=wording.written_at,
                    text=mark("Note") if is_first else mark("Corrected a note"),
                    who=name,
                    words=wording.text,
                    href=f"/residents/{each.resident_id}/notes",
                )


def _author(each: SavedVersion | WrittenNote) -> UUID | None:
    return each.saved_by if isinstance(each, SavedVersion) else each.wording.written_by


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What a report is made of, before it has names."""

    stretch: Stretch
    standing: Standing
    people: Sequence[Resident]
    chapters: Report
    alerts: Mapping[UUID, Alert]
    written: Mapping[UUID, Written]


def shown_report(
    session: Session, stretch: Stretch, standing: Standing, people: Sequence[Resident]
) -> ShownReport:
    """Return a report with its names; the number of queries is constant."""
    kept = [each.alert_id for each in standing.alerts]
    chapters, found = what_happened(session, stretch, kept)
    written = _written(session, stretch, standing, people)
    teller = _teller(
        session,
        _Found(
            stretch=stretch,
            standing=standing,
            people=people,
            chapters=chapters,
            alerts=found,
            written=written,
        ),
    )
    told = {each for each in (*chapters, *written) if each is not None}
    told |= teller.newcomers & set(teller.people)
    unit = chapters.get(None)
    awaited = [
        Coming(
            resident_id=each.resident_id,
            resident_name=teller.people[each.resident_id].name,
            title=each.title,
            due_at=each.due_at,
        )
        for each in standing.tasks
        if each.resident_id in teller.people
    ]
    return ShownReport(
        people=tuple(
            teller.person(each, chapters.get(each, Chapter()), written.get(each, ()))
            for each in teller.people
            if each in told
        ),
        quiet=tuple(
            each.name
            for each in teller.people.values()
            if each.id not in told and each.ended_at is None
        ),
        moved=len(told - set(teller.people)),
        unit=teller.unit(unit) if unit else None,
        opened=tuple(
            _open(each, found[each.alert_id], teller)
            for each in standing.alerts
            if each.alert_id in found
        ),
        unfinished=tuple(each for each in awaited if each.due_at < stretch.ends_at),
        coming=tuple(each for each in awaited if each.due_at >= stretch.ends_at),
        silent=tuple(
            Silent(name=teller.robots.get(each.robot_id, ""), last_seen_at=each.last_seen_at)
            for each in standing.robots
        ),
    )


def _written(
    session: Session, stretch: Stretch, standing: Standing, people: Iterable[Resident]
) -> Mapping[UUID, Written]:
    """Return resident -> the plans and notes about them that are new in the stretch."""
    since = stretch.starts_at - STILL_SAVING
    ids = [person.id for person in people]
    plans = {(each.resident_id, each.version) for each in standing.plan_changes}
    wordings = {(each.note_id, each.revision) for each in standing.notes}
    found: dict[UUID, list[SavedVersion | WrittenNote]] = {}
    for saved in care_plans.saved_since(session, ids, since):
        if (saved.resident_id, saved.version) in plans:
            found.setdefault(saved.resident_id, []).append(saved)
    for note in notes.written_since(session, ids, since):
        if (note.note_id, note.wording.revision) in wordings:
            found.setdefault(note.resident_id, []).append(note)
    return found


def _teller(session: Session, found: _Found) -> _Teller:
    people, chapters, standing = found.people, found.chapters, found.standing
    mine = {person.id for person in people}
    reported = {task for chapter in chapters.values() for task in chapter.tasks}
    about = {alert.occurrence_id for alert in found.alerts.values() if alert.occurrence_id}
    asked = {each for each in mine if each in chapters and chapters[each].answers}
    authors = {_author(each) for theirs in found.written.values() for each in theirs}
    staff_ids = {each for each in authors if each}
    staff_ids |= {each.owner_id for each in standing.alerts if each.owner_id}
    staff_ids |= alert_lines.staff_of(chapters)
    return _Teller(
        stretch=found.stretch,
        people={person.id: person for person in people},
        staff=staff_service.names(session, staff_ids),
        robots=robots.names(session, [found.stretch.unit_id]),
        titles=tasks.titles(session, reported | about),
        items=care_plans.items_of(session, asked),
        alerts=found.alerts,
        newcomers=frozenset(standing.newcomers),
    )


def _open(kept: OpenAlert, alert: Alert, teller: _Teller) -> Open:
    who = teller.people.get(alert.resident_id) if alert.resident_id else None
    return Open(
        id=alert.id,
        resident_name=who.name if who else None,
        cause=alert.cause,
        subject=alert_lines.subject(alert, teller.titles, teller.robots),
        severity=alert.severity,
        state=kept.state,
        owner_name=teller.staff.get(kept.owner_id) if kept.owner_id else None,
        due_at=kept.due_at,
        is_overdue=kept.state in _MISSED and kept.due_at < teller.stretch.ends_at,
    )
