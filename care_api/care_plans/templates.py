"""A unit's templates: items that it plans again and again."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from pydantic import TypeAdapter
from sqlmodel import Session, col, select

from care_api.care_plans.schemas import Item
from care_api.care_plans.tables import PlanTemplateRow
from care_api.db import Work
from care_api.errors import NotFoundError
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

    def for_resident(self) -> tuple[PlanItem, ...]:
        """Return the items anew: what happens at one resident's is nobody else's occurrence."""
        return tuple(replace(item, id=uuid4(), pauses=()) for item in self.items)


def save(work: Work, unit_id: UUID, staff_id: UUID, name: str, items: Iterable[PlanItem]) -> None:
    """Keep items under a name."""
    row = PlanTemplateRow(
        id=new_id(work.now),
        unit_id=unit_id,
        name=name,
        document=_ITEMS.dump_json(tuple(items)).decode(),
        saved_at=work.now,
        saved_by=staff_id,
    )
    work.session.add(row)
    work.session.flush()


def remove(work: Work, template_id: UUID, unit_ids: Iterable[UUID]) -> None:
    """Delete one of the units' templates.

    Raises:
        NotFoundError: They have no such template.
    """
    found = [row for row in _rows(work.session, unit_ids) if row.id == template_id]
    if not found:
        raise NotFoundError("The unit has no such template; it may have been removed.")
    work.session.delete(found[0])


def of_units(session: Session, unit_ids: Iterable[UUID]) -> tuple[PlanTemplate, ...]:
    """Return the units' templates, by name."""
    return tuple(
        PlanTemplate(
            id=row.id,
            unit_id=row.unit_id,
            name=row.name,
            items=_ITEMS.validate_json(row.document),
        )
        for row in _rows(session, unit_ids)
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


def _rows(session: Session, unit_ids: Iterable[UUID]) -> list[PlanTemplateRow]:
    query = (
        select(PlanTemplateRow)
        .where(col(PlanTemplateRow.unit_id).in_(list(unit_ids)))
        .order_by(col(PlanTemplateRow.name))
    )
    return list(session.exec(query).all())
