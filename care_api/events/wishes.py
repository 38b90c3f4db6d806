"""What residents wish: to be spoken to otherwise, to be heard by somebody, to be forgotten."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from care_api.alerts import raising
from care_api.alerts.alert import Reason
from care_api.alerts.cause import Cause, of_contact
from care_api.db import Work
from care_api.events import repository
from care_api.events.entry import Entry
from care_api.events.items import Sender
from care_api.residents import manner
from care_api.residents.manner import Loudness
from codebook.as_needed import AsNeededTooSoon
from codebook.erasure import without_words
from codebook.event import Event
from codebook.manner import MannerChanged
from codebook.privacy import WordsForgotten
from codebook.request import CompanyRequested, ContactRequested, ErrandRequested

_NEAR = timedelta(days=1)
"""Words are forgotten soon after they were said, by the clock of one robot."""
FORGOTTEN = "privacy.forgotten"
WITH_WORDS = (
    "speech.heard",
    "help.requested",
    "checkin.answered",
    "errand.requested",
    "contact.requested",
)
"""Kinds of event that hold what somebody said."""


Request = CompanyRequested | ErrandRequested | ContactRequested


def apply(
    work: Work,
    sender: Sender,
    event: Event,
    body: MannerChanged | Request | AsNeededTooSoon | WordsForgotten,
) -> None:
    """Do what a resident's wish calls for."""
    match body:
        case MannerChanged():
            _change_manner(work, event, body)
        case WordsForgotten():
            _erase_known(work, event, body)
        case AsNeededTooSoon():
            raising.raise_alert(work, _too_soon(sender, event, body))
        case _:
            raising.raise_alert(work, _reason(sender, event, body))


def _change_manner(work: Work, event: Event, changed: MannerChanged) -> None:
    """Keep how the resident wants to be spoken to, unless something newer is known."""
    if event.resident_id is not None:
        wish = Loudness(rate=changed.rate, volume=changed.volume)
        manner.change_loudness(work, event.resident_id, wish, event.occurred_at)


def _reason(sender: Sender, event: Event, wish: Request) -> Reason:
    """Return why a nurse should hear of a wish; of one talk that failed she hears once."""
    occurrence_id = wish.occurrence_id if isinstance(wish, ContactRequested) else None
    return Reason(
        dedup_key=f"wish:{occurrence_id or event.id}",
        cause=_cause(wish),
        unit_id=sender.unit_of(event.resident_id),
        resident_id=event.resident_id,
        occurrence_id=occurrence_id,
        event_id=event.id,
    )


def _too_soon(sender: Sender, event: Event, asked: AsNeededTooSoon) -> Reason:
    """Return why a nurse should know; asked again before the same time, she hears once."""
    return Reason(
        dedup_key=f"as-needed:{event.resident_id}:{asked.item_id}:{asked.next_at.isoformat()}",
        cause=Cause.AS_NEEDED_TOO_SOON,
        unit_id=sender.unit_of(event.resident_id),
        resident_id=event.resident_id,
        event_id=event.id,
    )


def _erase_known(work: Work, event: Event, forgotten: WordsForgotten) -> None:
    """Erase the words that are here already; those that come later are `erase_late`'s."""
    if event.resident_id is None:
        return
    between = (event.occurred_at - _NEAR, event.occurred_at + _NEAR)
    said = repository.of_resident(work.session, event.resident_id, between, WITH_WORDS)
    _erase(work, said, {(event.boot_id, forgotten.utterance_id)})


def erase_late(work: Work, entries: Sequence[Entry]) -> None:
    """Erase words that have arrived after the wish that they be forgotten."""
    said = [entry for entry in entries if entry.kind in WITH_WORDS and entry.resident_id]
    for boot_id in map(UUID, {entry.boot_id for entry in said}):
        wishes = repository.of_boot(work.session, boot_id, FORGOTTEN)
        events = [entry.event for entry in said] if wishes else []
        for wish in wishes:
            if isinstance(wish.body, WordsForgotten):
                own = [event for event in events if event.resident_id == wish.resident_id]
                _erase(work, own, {(boot_id, wish.body.utterance_id)})


def _erase(work: Work, said: Sequence[Event], forgotten: set[tuple[UUID, str]]) -> None:
    for event in said if forgotten else ():
        utterance_id: str = getattr(event.body, "utterance_id", "")
        if (event.boot_id, utterance_id) not in forgotten:
            continue
        erased = without_words(event)
        if erased != event:
            repository.rewrite(work.session, erased)


def _cause(wish: Request) -> Cause:
    match wish:
        case CompanyRequested():
            return Cause.COMPANY_WANTED
        case ErrandRequested():
            return Cause.ERRAND_WANTED
        case ContactRequested():
            return of_contact(wish.reason)
