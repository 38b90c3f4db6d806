"""Pages: how the robot speaks with a resident, with a sample to listen to."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import time
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import ValidationError

from care_api.care_plans.form_fault import FormFault, words
from care_api.care_plans.preview import SoundUnavailable
from care_api.care_plans.shown_item import Fields, Sent, one
from care_api.deps import Now, Reading, ResidentToPlan, Wired, Writing
from care_api.errors import InvalidDocumentError, NotFoundError
from care_api.residents import manner
from care_api.residents.address import FormOfAddress, spoken_address
from care_api.residents.manner import Manner
from care_api.residents.schemas import SpeechSettings
from care_api.residents.service import Resident
from care_api.web import speech_words
from care_api.web.frame import Section
from care_api.web.language import LANGUAGE_NAMES
from care_api.web.page import Page, StaffPage
from care_api.web.redirects import go_on
from care_api.web.wording import mark
from schedules.care_plan import Activity
from schedules.recurrence import DailyTimes

router = APIRouter(prefix="/residents/{resident_id}/speech")

FIELDS = tuple(SpeechSettings.model_fields)


@router.get("", name="read_speech_settings")
def show_speech(
    page: StaffPage, resident: ResidentToPlan, session: Reading, wired: Wired
) -> Response:
    """Show how the robot speaks with the resident."""
    settings = SpeechSettings.of(manner.of_resident(session, resident.id))
    can_play = wired.robots_words is not None
    return _page(page, resident, settings.model_dump(mode="json"), can_play=can_play)


@router.post("")
def save_speech(
    page: StaffPage, resident: ResidentToPlan, work: Writing, wired: Wired, fields: Sent
) -> Response:
    """Have the robot speak so from its next look at the plans, or show what is to be mended."""
    try:
        settings = checked(fields)
    except FormFault as fault:
        can_play = wired.robots_words is not None
        return _page(page, resident, _typed(fields), can_play=can_play, fault=fault)
    manner.change(work, resident.id, settings.manner)
    return go_on(f"/residents/{resident.id}/about")


@router.post("/sound")
def hear_speech(
    page: StaffPage, resident: ResidentToPlan, wired: Wired, now: Now, fields: Sent
) -> Response:
    """Return how the robot would speak by what is typed, as a WAV file."""
    try:
        wanted = checked(fields).manner
    except FormFault as fault:
        raise InvalidDocumentError(f"{fault.field}: not as it should be; mend it first") from fault
    if wired.robots_words is None:
        raise NotFoundError("This server runs without the robot's voice.")
    addressed = _addressed(resident, wanted)
    sample = Activity(
        id=UUID(int=0),
        title="",
        message=page.renderer.say(wanted.locale, speech_words.SAMPLE),
        recurrence=DailyTimes(times=(time(12),)),
    )
    try:
        sentences = wired.robots_words.sentences(sample, addressed, now)
        sound = wired.robots_words.sound(sentences, addressed, wanted)
    except SoundUnavailable as fault:
        raise NotFoundError(f"The voice is not to be had: {fault}") from fault
    return Response(sound, media_type="audio/wav", headers={"Cache-Control": "no-store"})


def checked(fields: Fields) -> SpeechSettings:
    """Return what was typed.

    Raises:
        FormFault: A field does not say what it should.
    """
    typed = _typed(fields)
    name = words("spoken_name", typed["spoken_name"], at_most=80)
    is_by_title = typed["form_of_address"] == FormOfAddress.TITLE.value
    if is_by_title and not typed["title"].strip():
        raise FormFault("title", mark("Write the title, such as fru."))
    try:
        return SpeechSettings.model_validate({**typed, "spoken_name": name})
    except ValidationError as fault:
        field = str(fault.errors()[0]["loc"][0])
        raise FormFault(field, mark("Choose one of these.")) from fault


def _typed(fields: Fields) -> dict[str, str]:
    return {name: one(fields, name) for name in FIELDS}


@dataclass(slots=True, kw_only=True)
class _Person:
    """Whoever would be addressed; fulfils `Addressed`."""

    name: str
    spoken_name: str
    form_of_address: str
    title: str


def _addressed(resident: Resident, wanted: Manner) -> Resident:
    person = _Person(
        name=resident.name,
        spoken_name=wanted.spoken_name,
        form_of_address=wanted.form_of_address.value,
        title=wanted.title,
    )
    return replace(resident, locale=wanted.locale, spoken_name=spoken_address(person))


def _page(
    page: Page,
    resident: Resident,
    values: Mapping[str, object],
    *,
    can_play: bool,
    fault: FormFault | None = None,
) -> Response:
    return page.form(
        "speech.html",
        section=Section.TODAY,
        resident=resident,
        values={name: str(value) for name, value in values.items()},
        speech_words=speech_words,
        language_names=LANGUAGE_NAMES,
        can_play=can_play,
        fault=fault,
    )
