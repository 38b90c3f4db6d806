"""Pages: a unit's plan templates. List, name, fill, change and remove them; no resident is seen."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form
from fastapi.responses import Response

from care_api.care_plans import shown_item, templates
from care_api.care_plans.form_fault import FormFault, words
from care_api.care_plans.item_form import KINDS, ItemForm, Kind
from care_api.care_plans.item_pages import choices
from care_api.care_plans.shown_item import Sent, ShownItem, find_item, one
from care_api.care_plans.templates import PlanTemplate, TemplateEdit
from care_api.days import ZONE
from care_api.deps import CurrentStaff, Reading, SetUpUnits, UnitToSetUp, Writing
from care_api.errors import NotFoundError
from care_api.tenants import service as tenants
from care_api.web import plan_words
from care_api.web.frame import Section
from care_api.web.page import Page, StaffPage
from care_api.web.redirects import go_on

router = APIRouter(prefix="/administration")

_UNIT = "/units/{unit_id}/templates"
_TEMPLATE = f"{_UNIT}/{{template_id}}"
_LONGEST_NAME = 80


@router.get("/templates")
def choose_unit(
    page: StaffPage, staff: CurrentStaff, units: SetUpUnits, session: Reading
) -> Response:
    """Lead to the unit whose templates somebody arranges, or let them choose."""
    if len(units) == 1:
        return go_on(_address(next(iter(units))))
    mine = [each for each in tenants.units(session, staff.tenant_id) if each.id in units]
    return page.show(
        "administration/template_units.html", section=Section.ADMINISTRATION, units=mine
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Who arranges which unit's templates, on what page, and what their form says."""

    page: Page
    staff: CurrentStaff
    unit_id: UUID
    fields: shown_item.Fields

    def edit(self, template_id: UUID) -> TemplateEdit:
        """Return the change that the form asks for."""
        return TemplateEdit(
            unit_id=self.unit_id,
            template_id=template_id,
            staff_id=self.staff.id,
            etag=one(self.fields, "etag"),
        )

    @property
    def name(self) -> str:
        """What the template is to be called.

        Raises:
            FormFault: Nothing, or too much, is written.
        """
        return words("name", one(self.fields, "name"), _LONGEST_NAME)

    def sent(self, template: PlanTemplate, kind: Kind) -> ShownItem:
        """Return the form of one of the template's items, or of a new one, as it was sent."""
        today = self.page.frame.times.now.astimezone(ZONE).date()
        return shown_item.read(template.items, kind, self.fields, today)


def _desk(page: StaffPage, staff: CurrentStaff, unit_id: UnitToSetUp, fields: Sent) -> Desk:
    return Desk(page=page, staff=staff, unit_id=unit_id, fields=fields)


AtDesk = Annotated[Desk, Depends(_desk)]


@router.get(_UNIT)
def list_templates(desk: AtDesk, session: Reading) -> Response:
    """Show the unit's templates and what each holds."""
    return _list_page(desk, session)


@router.post(_UNIT)
def add_template(desk: AtDesk, work: Writing) -> Response:
    """Name a new template, to be filled."""
    try:
        made = templates.save(work, desk.unit_id, desk.staff.id, desk.name, ())
    except FormFault as fault:
        return _list_page(desk, work.session, fault)
    return go_on(_address(desk.unit_id, made))


@router.get(_TEMPLATE)
def show_unit_template(desk: AtDesk, session: Reading, template_id: UUID) -> Response:
    """Show what a template holds, and let it be changed."""
    return _template_page(desk, templates.find(session, desk.unit_id, template_id))


@router.post(_TEMPLATE)
def rename_template(desk: AtDesk, work: Writing, template_id: UUID) -> Response:
    """Let a template be called otherwise."""
    try:
        templates.rename(work, desk.edit(template_id), desk.name)
    except FormFault as fault:
        found = templates.find(work.session, desk.unit_id, template_id)
        return _template_page(desk, found, fault)
    return go_on(_address(desk.unit_id, template_id))


@router.post(f"{_TEMPLATE}/remove")
def remove_template(desk: AtDesk, work: Writing, template_id: UUID) -> Response:
    """Delete a template; plans made from it stay as they are."""
    templates.remove(work, desk.edit(template_id))
    return go_on(_address(desk.unit_id))


@router.get(f"{_TEMPLATE}/items/new")
def new_template_item(desk: AtDesk, session: Reading, template_id: UUID, kind: Kind) -> Response:
    """Show an empty form."""
    template = templates.find(session, desk.unit_id, template_id)
    return _item_page(desk, template, ShownItem(form=ItemForm.new(kind)))


@router.get(f"{_TEMPLATE}/items/{{template_item_id}}")
def show_template_item(
    desk: AtDesk, session: Reading, template_id: UUID, template_item_id: UUID
) -> Response:
    """Show an item's form."""
    template = templates.find(session, desk.unit_id, template_id)
    item = find_item(template.items, template_item_id)
    if item is None:
        raise NotFoundError("The template has no such item; it may have been removed.")
    return _item_page(desk, template, shown_item.opened(None, item))


@router.post(f"{_TEMPLATE}/items")
def save_template_item(
    desk: AtDesk, work: Writing, template_id: UUID, kind: Annotated[Kind, Form()]
) -> Response:
    """Keep an item, or show what is to be mended."""
    template = templates.find(work.session, desk.unit_id, template_id)
    shown = desk.sent(template, kind)
    if shown.item is None or shown.is_look:
        return _item_page(desk, template, shown)
    templates.put_item(work, desk.edit(template_id), shown.item)
    return go_on(_address(desk.unit_id, template_id))


@router.post(f"{_TEMPLATE}/items/{{template_item_id}}/remove")
def remove_template_item(
    desk: AtDesk, work: Writing, template_id: UUID, template_item_id: UUID
) -> Response:
    """Take an item out of a template."""
    templates.take_out(work, desk.edit(template_id), template_item_id)
    return go_on(_address(desk.unit_id, template_id))


def _address(unit_id: UUID, template_id: UUID | None = None) -> str:
    address = f"/administration/units/{unit_id}/templates"
    return f"{address}/{template_id}" if template_id else address


def _list_page(desk: Desk, session: Reading, fault: FormFault | None = None) -> Response:
    return desk.page.form(
        "administration/templates.html",
        section=Section.ADMINISTRATION,
        unit=tenants.unit(session, desk.unit_id),
        templates=templates.of_unit(session, desk.unit_id),
        address=_address(desk.unit_id),
        words=desk.page.plan_words,
        fault=fault,
    )


def _template_page(desk: Desk, template: PlanTemplate, fault: FormFault | None = None) -> Response:
    return desk.page.form(
        "administration/template.html",
        section=Section.ADMINISTRATION,
        shown_template=template,
        back=_address(desk.unit_id),
        address=_address(desk.unit_id, template.id),
        kinds=[(kind, plan_words.KINDS[kind]) for kind in KINDS],
        kind_words=plan_words.KINDS,
        words=desk.page.plan_words,
        fault=fault,
    )


def _item_page(desk: Desk, template: PlanTemplate, shown: ShownItem) -> Response:
    rule = desk.page.plan_words.rule(shown.item.recurrence) if shown.item else ""
    return desk.page.form(
        "administration/template_item.html",
        section=Section.ADMINISTRATION,
        fault=shown.fault,
        shown_template=template,
        address=_address(desk.unit_id, template.id),
        etag=one(shown.fields, "etag") or template.etag,
        rule=rule,
        **choices(shown),
    )
