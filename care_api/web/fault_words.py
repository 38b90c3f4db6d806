"""A robot's faults in plain words, each with what to do about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from care_api.web.wording import mark
from codebook.heartbeat import PresentFault
from codebook.robot import PLANS_UNREADABLE, URGENT_EVENT_REJECTED, Component


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultWords:
    """What is wrong and what to do."""

    text: str
    """Message id."""
    remedy: str
    """Message id."""


_CALL_TECHNICIAN = mark("Start the robot again. If it comes back, call a technician.")
_DISK = mark("It goes on, but may lose its notes. Call a technician: the memory card may be worn.")
_OTHER_MODEL = FaultWords(
    text=mark("It hears with another speech model than the one that was set"),
    remedy=mark("It goes on, but may hear less well. Call a technician when it suits."),
)
_DEAF = mark("It hears no call for help until this is mended.")

BY_CODE: Mapping[str, FaultWords] = MappingProxyType(
    {
        "no_microphone": FaultWords(
            text=mark("It finds no microphone"),
            remedy=mark("It hears nothing, no call for help either. Plug the microphone in."),
        ),
        "no_audio": FaultWords(
            text=mark("No sound comes from its microphone"),
            remedy=mark(
                "It hears nothing, no call for help either. See that the microphone is plugged in "
                "and switched on."
            ),
        ),
        "model_replaced_nb_NO": _OTHER_MODEL,
        "model_replaced_en_GB": _OTHER_MODEL,
        "loudspeaker_lost": FaultWords(
            text=mark("It finds no loudspeaker"),
            remedy=mark(
                "What it wants to say is shown on its screen only. Plug the loudspeaker in."
            ),
        ),
        "store_full": FaultWords(
            text=mark("Its memory is full"),
            remedy=mark(
                "It goes on, but may lose its notes. Call a technician to free some space."
            ),
        ),
        "screen_port_taken": FaultWords(
            text=mark("Its screen shows nothing"), remedy=_CALL_TECHNICIAN
        ),
        PLANS_UNREADABLE: FaultWords(
            text=mark("It cannot read the newest plan and follows the one before"),
            remedy=mark(
                "Tell the residents yourself of what has changed. Its software may be too old: "
                "call a technician."
            ),
        ),
        "plans_refused": FaultWords(
            text=mark("It is refused the newest plan and follows the one before"),
            remedy=mark("Tell the residents yourself of what has changed, and call a technician."),
        ),
        URGENT_EVENT_REJECTED: FaultWords(
            text=mark("The server did not take an urgent report of it"),
            remedy=mark("Look in on the residents now. Then call a technician."),
        ),
        "conversation_failed": FaultWords(
            text=mark("A talk broke off"),
            remedy=mark("Look at the resident's day for what was not asked, and ask it yourself."),
        ),
    }
)
"""Code of a fault -> words, where they say more than those of its part."""

BY_COMPONENT: Mapping[Component, FaultWords] = MappingProxyType(
    {
        Component.MICROPHONE: FaultWords(
            text=mark("Something is wrong with its microphone"), remedy=_DEAF
        ),
        Component.RECOGNISER: FaultWords(
            text=mark("It does not understand what is said"),
            remedy=mark(
                "It may hear no call for help. Start the robot again. If it comes back, call a "
                "technician."
            ),
        ),
        Component.SYNTHESISER: FaultWords(
            text=mark("It has lost its voice"),
            remedy=mark(
                "What it wants to say is shown on its screen only. Start the robot again. If it "
                "comes back, call a technician."
            ),
        ),
        Component.LOUDSPEAKER: FaultWords(
            text=mark("Something is wrong with its loudspeaker"), remedy=_CALL_TECHNICIAN
        ),
        Component.STORE: FaultWords(text=mark("Something is wrong with its memory"), remedy=_DISK),
        Component.CLOCK: FaultWords(
            text=mark("Its clock is wrong"),
            remedy=mark("Reminders may come at the wrong time. Call a technician."),
        ),
        Component.CARE_SERVER: FaultWords(
            text=mark("The server did not take all its reports"),
            remedy=mark("A technician finds the reasons below. What was refused is kept."),
        ),
        Component.CONVERSATION: FaultWords(
            text=mark("It has trouble talking"), remedy=_CALL_TECHNICIAN
        ),
        Component.SCREEN: FaultWords(
            text=mark("Something is wrong with its screen"), remedy=_CALL_TECHNICIAN
        ),
        Component.MESSAGES: FaultWords(
            text=mark("Another program sends it what it cannot read"),
            remedy=mark("Call a technician, and tell them when it began."),
        ),
    }
)


def in_words(fault: PresentFault) -> FaultWords:
    """Return what is wrong and what to do, for somebody who is no technician."""
    return BY_CODE.get(fault.code, BY_COMPONENT[fault.component])
