"""An alert's states, as VKP's message events order them, and the steps between them."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class AlertState(StrEnum):
    """How far an alert has come."""

    REPORTED = "reported"
    IN_PROGRESS = "in_progress"
    """Somebody has taken it on."""
    ACKNOWLEDGED = "acknowledged"
    """Its owner knows what it is about and will act."""
    HANDLED = "handled"
    CLOSED = "closed"
    """Over for good."""

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self is not AlertState.CLOSED


class AlertAction(StrEnum):
    """A step in an alert's life."""

    RAISE = "raise"
    WORSEN = "worsen"
    """The same cause turned out more serious."""
    CLARIFY = "clarify"
    """What it is about became known better."""
    OWN = "own"
    ACKNOWLEDGE = "acknowledge"
    HANDLE = "handle"
    CLOSE = "close"
    RESOLVE = "resolve"
    """A later report made it unnecessary; the server closes it."""
    HAND_BACK = "hand_back"
    """Its owner's shift ended: it is the unit's again."""
    HAND_OVER = "hand_over"
    """Its owner gave it to a colleague."""
    NOTE = "note"
    """Something a nurse should know, such as a call taken back."""


_UNHANDLED = (AlertState.REPORTED, AlertState.IN_PROGRESS, AlertState.ACKNOWLEDGED)

_STEPS: Mapping[tuple[AlertState, AlertAction], AlertState] = MappingProxyType(
    {
        (AlertState.REPORTED, AlertAction.OWN): AlertState.IN_PROGRESS,
        (AlertState.IN_PROGRESS, AlertAction.OWN): AlertState.IN_PROGRESS,
        (AlertState.ACKNOWLEDGED, AlertAction.OWN): AlertState.ACKNOWLEDGED,
        (AlertState.REPORTED, AlertAction.ACKNOWLEDGE): AlertState.ACKNOWLEDGED,
        (AlertState.IN_PROGRESS, AlertAction.ACKNOWLEDGE): AlertState.ACKNOWLEDGED,
        (AlertState.IN_PROGRESS, AlertAction.HANDLE): AlertState.HANDLED,
        (AlertState.ACKNOWLEDGED, AlertAction.HANDLE): AlertState.HANDLED,
        (AlertState.HANDLED, AlertAction.CLOSE): AlertState.CLOSED,
        (AlertState.IN_PROGRESS, AlertAction.HAND_BACK): AlertState.REPORTED,
        (AlertState.ACKNOWLEDGED, AlertAction.HAND_BACK): AlertState.REPORTED,
        (AlertState.IN_PROGRESS, AlertAction.HAND_OVER): AlertState.IN_PROGRESS,
        (AlertState.ACKNOWLEDGED, AlertAction.HAND_OVER): AlertState.ACKNOWLEDGED,
        **{(state, AlertAction.RESOLVE): AlertState.CLOSED for state in _UNHANDLED},
        **{
            (state, action): state
            for state in (*_UNHANDLED, AlertState.HANDLED)
            for action in (AlertAction.WORSEN, AlertAction.CLARIFY, AlertAction.NOTE)
        },
    }
)
"""OWN and HAND_OVER lead to the next owner; only HAND_BACK leads back, nothing out of CLOSED."""


def state_after(state: AlertState, action: AlertAction) -> AlertState | None:
    """Return the state that `action` leads to, or None where it is not allowed."""
    return _STEPS.get((state, action))


def allowed(state: AlertState) -> tuple[AlertAction, ...]:
    """Return what a nurse can do with an alert in `state`, in order of usefulness."""
    by_staff = (AlertAction.OWN, AlertAction.ACKNOWLEDGE, AlertAction.HANDLE, AlertAction.CLOSE)
    return tuple(action for action in by_staff if (state, action) in _STEPS)
