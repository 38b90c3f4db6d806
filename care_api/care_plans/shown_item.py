"""An item's form as a page shows it: the fields, what they come to, and what is wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated
from uuid import UUID, uuid4

from fastapi import Depends, Request

from care_api.care_plans.form_fault import FormFault
from care_api.care_plans.item_form import ItemForm, Kind
from care_api.care_plans.service import PlanVersion
from schedules.care_plan import PlanItem

Fields = Mapping[str, list[str]]


async def _fields(request: Request) -> Fields:
    form = await request.form()
    return {name: [str(value) for value in form.getlist(name)] for name in form}


Sent = Annotated[Fields, Depends(_fields)]
"""Every field that the browser sent, with all its values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownItem:
    """One item on its form."""

    form: ItemForm
    version: PlanVersion | None = None
    """The plan as it stands; None where there is none yet, and for an item of a template."""
    item_id: UUID | None = None
    """None for a new one."""
    item: PlanItem | None = None
    """What the fields come to; None where they are not complete."""
    fields: Fields = field(default_factory=dict)
    """As they were sent; empty for a form that is opened."""
    fault: FormFault | None = None
    conflict: tuple[str, ...] | None = None
    """What somebody else has changed meanwhile; None where nobody has."""

    @property
    def etag(self) -> str:
        """What the next save builds on."""
        return self.version.etag if self.version else ""

    @property
    def wants_more(self) -> bool:
        """Whether the button for one more question was pressed: nothing is judged or saved yet."""
        return "more" in self.fields

    @property
    def is_look(self) -> bool:
        """Whether a button was pressed that only shows the form again, as it was typed."""
        return "look" in self.fields or self.wants_more

    @property
    def reason(self) -> str:
        """Why, as it was typed."""
        return one(self.fields, "reason")


def opened(version: PlanVersion | None, item: PlanItem) -> ShownItem:
    """Return the form of an item of the plan."""
    return ShownItem(form=ItemForm.of(item), version=version, item_id=item.id, item=item)


def sent(version: PlanVersion | None, kind: Kind, fields: Fields, today: date) -> ShownItem:
    """Return a form of a plan's item as it was sent, read as far as it can be."""
    items = version.plan.items if version else ()
    return replace(read(items, kind, fields, today), version=version)


def read(items: Iterable[PlanItem], kind: Kind, fields: Fields, today: date) -> ShownItem:
    """Return a form as it was sent, of one of the items or of a new one."""
    form = ItemForm.new(kind)
    item_id, item, fault = None, None, None
    try:
        item_id = UUID(one(fields, "item_id")) if one(fields, "item_id") else None
        form = ItemForm.read(kind, fields)
        before = find_item(items, item_id)
        item = form.item(item_id or uuid4(), today, before)
    except FormFault as found:
        fault = found
    except ValueError as found:  # a rule refuses what the fields say together
        fault = FormFault("repeat", str(found))
    shown = ShownItem(form=form, item_id=item_id, item=item, fields=fields, fault=fault)
    return replace(shown, fault=None) if shown.wants_more else shown


def find_item(items: Iterable[PlanItem], item_id: UUID | None) -> PlanItem | None:
    """Return one of the items."""
    return next((item for item in items if item.id == item_id), None)


def one(fields: Fields, name: str) -> str:
    """Return one value of a field, on one line and not longer than anybody types."""
    return " ".join((fields.get(name) or [""])[0].split())[:500]


def revision(fields: Fields) -> int:
    """Return which revision a form builds on; 0, which none is, where it does not say so."""
    sent = one(fields, "revision")
    return int(sent) if sent.isdecimal() else 0
