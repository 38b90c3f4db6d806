"""What an event of an alert's life says on the pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from care_api.web.tone import Tone
from care_api.web.wording import SEVERITIES, mark
from codebook.alert import (
    AlertAcknowledged,
    AlertClarified,
    AlertClosed,
    AlertEscalated,
    AlertHandedBack,
    AlertHandedOver,
    AlertHandled,
    AlertNotificationFailed,
    AlertNotified,
    AlertRaised,
    AlertResolved,
    AlertStage,
    AlertWorsened,
    ChannelKind,
    EscalationCause,
    Severity,
)

CHANNELS: Mapping[ChannelKind, str] = MappingProxyType(
    {
        ChannelKind.IN_APP: mark("on the unit's pages"),
        ChannelKind.EMAIL: mark("by e-mail"),
        ChannelKind.WEBHOOK: mark("by text message"),
    }
)

ESCALATION_CAUSES: Mapping[EscalationCause, str] = MappingProxyType(
    {
        EscalationCause.NOT_TAKEN: mark("nobody took it in time"),
        EscalationCause.NOT_HANDLED: mark("it was not handled in time"),
        EscalationCause.NOT_REACHED: mark("a contact could not be reached"),
        EscalationCause.ENDED: mark("there is nobody left to tell"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An event in words."""

    text: str
    """Message id."""
    detail: str | None = None
    """Message id."""
    words: str | None = None
    """A colleague's note, as written."""
    tone: Tone = Tone.CALM


def told(body: AlertStage) -> Told | None:
    """Return an event of an alert in words, or None where a nurse has nothing to read in it."""
    match body:
        case AlertNotified() | AlertNotificationFailed() | AlertEscalated():
            return _on_the_ladder(body)
        case _:
            return _by_people(body)


def _by_people(body: AlertStage) -> Told | None:
    match body:
        case AlertRaised(severity=severity):
            return Told(
                text=mark("Alert to staff"), detail=SEVERITIES[severity], tone=_tone(severity)
            )
        case AlertWorsened(severity=severity):
            text = mark("The alert turned out more serious")
            return Told(text=text, detail=SEVERITIES[severity], tone=_tone(severity))
        case AlertClarified():
            return Told(text=mark("What the alert is about became clearer"))
        case AlertAcknowledged():
            return Told(text=mark("A member of staff took the alert"))
        case AlertHandedBack():
            text = mark("The shift ended: the alert is the unit's again")
            return Told(text=text, tone=Tone.ATTENTION)
        case AlertHandedOver():
            return Told(text=mark("The alert was handed over to a colleague"))
        case _:
            return _end(body)


def _end(body: AlertStage) -> Told | None:
    match body:
        case AlertHandled(note=note):
            return Told(text=mark("The alert was handled"), words=note)
        case AlertClosed():
            return Told(text=mark("The alert was closed"), tone=Tone.GOOD)
        case AlertResolved():
            text = mark("The alert was closed: a later report made it unnecessary")
            return Told(text=text, tone=Tone.GOOD)
        case _:
            return None


def _on_the_ladder(body: AlertNotified | AlertNotificationFailed | AlertEscalated) -> Told | None:
    match body:
        case AlertNotified(channel=ChannelKind.IN_APP):
            return None  # of the same instant as the alert, which stands there already
        case AlertNotified(channel=channel):
            return Told(text=mark("Staff were notified"), detail=CHANNELS[channel])
        case AlertNotificationFailed(channel=channel):
            return Told(
                text=mark("Staff could not be notified"),
                detail=CHANNELS[channel],
                tone=Tone.URGENT,
            )
        case AlertEscalated(reason=reason):
            return Told(
                text=mark("The alert went on to the next contact"),
                detail=ESCALATION_CAUSES[reason],
                tone=Tone.ATTENTION,
            )


def _tone(severity: Severity) -> Tone:
    return Tone.URGENT if severity >= Severity.SERIOUS else Tone.ATTENTION
