"""A unit's templates: items that it plans again and again. Each change stands in the audit log."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from pydantic import TypeAdapter
from sqlmodel import Session, col, select

from care_api.audit import service as audit
from care_api.audit.act import Act
from care_api.care_plans.item_form import Kind
from care_api.care_plans.rule_form import Repeat, RuleForm
from care_api.care_plans.schemas import Item
from care_api.care_plans.tables import PlanTemplateRow
from care_api.db import Work
from care_api.errors import ChangedMeanwhileError, NotFoundError
from care_api.events.identity import new_id
from schedules.care_plan import PlanItem

_ITEMS: TypeAdapter[tuple[PlanItem, ...]] = TypeAdapter(tuple[Item, ...])


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTemplate:
    """Some items under a name."""

    id: UUID
    unit_id: UUID
    name: str
    items: tuple[PlanItem, ...]
    """None yet, where somebody has only named it."""
    etag: str
    """Tells it from how it was before and after any change."""

    def for_resident(self) -> tuple[PlanItem, ...]:
        """Return the items anew: what happens at one resident's is nobody else's occurrence."""
        return tuple(replace(item, id=uuid4(), pauses=()) for item in self.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateEdit:
    """Who changes which template, from which state."""

    unit_id: UUID
    template_id: UUID
    staff_id: UUID
    etag: str
    """Of the template as it was looked at."""


def save(work: Work, unit_id: UUID, staff_id: UUID, name: str, items: Iterable[PlanItem]) -> UUID:
    """Keep items under a name; return the template's id."""
    row = PlanTemplateRow(
        id=new_id(work.now),
        unit_id=unit_id,
        name=name,
        document=items_as_json(items),
        saved_at=work.now,
        saved_by=staff_id,
    )
    work.session.add(row)
    work.session.flush()
    _note(work, row, staff_id, f"+ {name}")
    return row.id


def rename(work: Work, edit: TemplateEdit, name: str) -> None:
    """Let a template be called otherwise.

    Raises:
        NotFoundError: The unit has no such template.
        ChangedMeanwhileError: Somebody else has changed it.
    """
    row = _row_to_change(work, edit)
    before, row.name = row.name, name
    _note(work, row, edit.staff_id, f"{before} → {name}")


def put_item(work: Work, edit: TemplateEdit, item: PlanItem) -> None:
    """Put an item in the place of the one with its id, or behind all others.

    Raises:
        NotFoundError: The unit has no such template.
        ChangedMeanwhileError: Somebody else has changed it.
    """
    row = _row_to_change(work, edit)
    items = items_of_json(row.document)
    is_new = all(each.id != item.id for each in items)
    kept = tuple(item if each.id == item.id else each for each in items)
    row.document = items_as_json((*kept, item) if is_new else kept)
    _note(work, row, edit.staff_id, f"{row.name}: {'+ ' if is_new else ''}{item.title}")


def take_out(work: Work, edit: TemplateEdit, item_id: UUID) -> None:
    """Take an item out of a template.

    Raises:
        NotFoundError: The unit has no such template, or the template no such item.
        ChangedMeanwhileError: Somebody else has changed it.
    """
    items = find(work.session, edit.unit_id, edit.template_id).items
    gone = next((each for each in items if each.id == item_id), None)
    if gone is None:
        raise NotFoundError("The template has no such item; it may have been removed.")
    row = _row_to_change(work, edit)
    row.document = items_as_json(each for each in items if each is not gone)
    _note(work, row, edit.staff_id, f"{row.name}: - {gone.title}")


def remove(work: Work, edit: TemplateEdit) -> None:
    """Delete a template; plans made from it stay as they are.

    Raises:
        NotFoundError: The unit has no such template.
        ChangedMeanwhileError: Somebody else has changed it.
    """
    row = _row_to_change(work, edit)
    _note(work, row, edit.staff_id, f"- {row.name}")
    work.session.delete(row)


def find(session: Session, unit_id: UUID, template_id: UUID) -> PlanTemplate:
    """Return one of a unit's templates.

    Raises:
        NotFoundError: It has no such template.
    """
    return _template(_row(session, unit_id, template_id))


def of_unit(session: Session, unit_id: UUID) -> tuple[PlanTemplate, ...]:
    """Return a unit's templates, by name."""
    query = (
        select(PlanTemplateRow)
        .where(PlanTemplateRow.unit_id == unit_id)
        .order_by(col(PlanTemplateRow.name), col(PlanTemplateRow.id))
    )
    return tuple(_template(row) for row in session.exec(query))


def models(session: Session, unit_id: UUID, kind: Kind) -> tuple[PlanItem, ...]:
    """Return the templates' items of a kind, as far as the form of an item can say them."""
    return tuple(
        item
        for template in of_unit(session, unit_id)
        for item in template.items
        if item.kind == kind and RuleForm.of(item.recurrence).repeat is not Repeat.KEPT
    )


def items_of_json(document: str) -> tuple[PlanItem, ...]:
    """Return the items of a JSON text.

    Raises:
        ValueError: They are none.
    """
    return _ITEMS.validate_json(document)


def items_as_json(items: Iterable[PlanItem]) -> str:
    """Return items as a JSON text."""
    return _ITEMS.dump_json(tuple(items)).decode()


def _row(session: Session, unit_id: UUID, template_id: UUID) -> PlanTemplateRow:
    query = select(PlanTemplateRow).where(
        PlanTemplateRow.id == template_id, PlanTemplateRow.unit_id == unit_id
    )
    row = session.exec(query.with_for_update()).one_or_none()
    if row is None:
        raise NotFoundError("The unit has no such template; it may have been removed.")
    return row


def _row_to_change(work: Work, edit: TemplateEdit) -> PlanTemplateRow:
    row = _row(work.session, edit.unit_id, edit.template_id)
    if edit.etag != _etag(row):
        raise ChangedMeanwhileError("Somebody has changed the template; look at it and edit again.")
    row.saved_at, row.saved_by = work.now, edit.staff_id
    return row


def _etag(row: PlanTemplateRow) -> str:
    return hashlib.sha256(f"{row.name}\n{row.document}".encode()).hexdigest()


def _template(row: PlanTemplateRow) -> PlanTemplate:
    return PlanTemplate(
        id=row.id,
        unit_id=row.unit_id,
        name=row.name,
        items=items_of_json(row.document),
        etag=_etag(row),
    )


def _note(work: Work, row: PlanTemplateRow, staff_id: UUID, detail: str) -> None:
    audit.note_unit_act(work, Act.TEMPLATE_CHANGED, row.unit_id, staff_id=staff_id, detail=detail)
