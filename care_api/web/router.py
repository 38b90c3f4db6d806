"""The pages of the server, put together."""

from fastapi import APIRouter, FastAPI
from fastapi.middleware.gzip import GZipMiddleware

from care_api.alerts import pages as alert_pages
from care_api.alerts import rules_pages, statistics_pages
from care_api.audit import pages as audit_pages
from care_api.care_plans import export_pages, item_pages, plan_ideas_pages, template_pages
from care_api.care_plans import pages as plan_pages
from care_api.commands import pages as command_pages
from care_api.consents import pages as consent_pages
from care_api.events import pages as event_pages
from care_api.family import link_pages
from care_api.family import pages as family_pages
from care_api.handovers import pages as handover_pages
from care_api.notes import pages as note_pages
from care_api.on_call import pages as on_call_pages
from care_api.presence import pages as presence_pages
from care_api.relations import pages as relation_pages
from care_api.residents import (
    about_pages,
    details_pages,
    former_pages,
    registration_pages,
    speech_pages,
    transition_pages,
)
from care_api.residents import pages as resident_pages
from care_api.retention import pages as retention_pages
from care_api.robots import pages as robot_pages
from care_api.service_decisions import pages as decision_pages
from care_api.staff import login_pages, me_pages, oidc_pages, welcome_pages
from care_api.staff import pages as staff_pages
from care_api.staff import staff_pages as staff_administration
from care_api.tasks import adherence_pages
from care_api.tenants import lending_pages
from care_api.tenants import pages as tenant_pages
from care_api.web import problems
from care_api.web.headers import SecurityHeaders
from care_api.web.rendering import STATIC, STATIC_PATH, renderer
from care_api.web.static_files import AddressedFiles


def make_router() -> APIRouter:
    """Return the routes of all pages; they stand in no OpenAPI document."""
    router = APIRouter(include_in_schema=False)
    for pages in (
        registration_pages,  # before what takes the rest of the path for a resident
        former_pages,
        resident_pages,
        adherence_pages,
        presence_pages,
        about_pages,
        details_pages,
        transition_pages,
        note_pages,
        relation_pages,
        consent_pages,
        decision_pages,
        link_pages,
        family_pages,
        plan_pages,
        export_pages,
        item_pages,
        plan_ideas_pages,
        template_pages,
        statistics_pages,  # before what takes the rest of the path for an alert
        alert_pages,
        handover_pages,
        robot_pages,
        on_call_pages,
        speech_pages,
        rules_pages,
        command_pages,
        staff_pages,
        login_pages,
        oidc_pages,
        me_pages,
        welcome_pages,
        tenant_pages,
        staff_administration,
        lending_pages,
        audit_pages,
        retention_pages,
        event_pages,
    ):
        router.include_router(pages.router)
    return router


def install(app: FastAPI) -> None:
    """Give `app`, which has the pages' routes, their files, words and problem pages.

    To be called once its other handlers of failures are in place, which keep serving programs.

    Raises:
        OSError: A catalogue of words is missing.
    """
    app.state.renderer = renderer()
    # Pages are not compressed: one that holds both a token and what somebody typed would leak it.
    app.mount(STATIC_PATH, GZipMiddleware(AddressedFiles(directory=STATIC)), name="static")
    is_secure = app.state.wiring.settings.needs_secure_cookies
    app.add_middleware(SecurityHeaders, is_secure=is_secure)
    problems.install(app)
