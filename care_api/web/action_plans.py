"""What to do about each cause, where a unit has not written it in its own words."""

from collections.abc import Mapping
from types import MappingProxyType

from care_api.alerts.cause import Cause
from care_api.web.wording import mark

_CALL = mark(
    "Talk to the resident at once, over the telephone or in person. Go there if you get no answer."
)
_ANSWER = mark("Contact the resident, and write down what you found.")
_TECHNICAL = mark(
    "Look in on the residents another way until it works. Then call whoever looks after the "
    "equipment."
)

ACTION_PLANS: Mapping[Cause, str] = MappingProxyType(
    {
        Cause.HELP: _CALL,
        Cause.FALLEN: _CALL,
        Cause.PAIN: _CALL,
        Cause.UNWELL: _CALL,
        Cause.NURSE_WANTED: _CALL,
        Cause.MEDICATION_UNANSWERED: mark(
            "Find out whether the medicine was taken. Nobody knows yet. Never give a double dose "
            "on the strength of this alert."
        ),
        Cause.CHECK_IN_UNANSWERED: mark(
            "Contact the resident. Go there if you get no answer: silence can be an accident."
        ),
        Cause.REFUSED: _ANSWER,
        Cause.CONTRADICTED: mark(
            "Two different things were reported about the medicine. Find out which is true."
        ),
        Cause.WORRYING_ANSWER: _ANSWER,
        Cause.AS_NEEDED_TOO_SOON: mark(
            "Nothing has to be wrong: the robot told what the plan says and gave no advice. "
            "Find out how the resident is, and whether the plan still fits."
        ),
        Cause.PLAN_UNCONFIRMED: mark(
            "It still reminds, by the plan it has. Look at the robot's page for why it gets no "
            "new one, and tell the resident yourself of what has changed in the plan."
        ),
        Cause.ROBOT_SILENT: _TECHNICAL,
        Cause.ROBOT_FAULT: _TECHNICAL,
        Cause.SERVER_FAULT: _TECHNICAL,
        Cause.CHANNEL_FAULT: mark(
            "Keep these pages open: colleagues may not have been told by text message or e-mail. "
            "Then call whoever looks after the equipment."
        ),
    }
)
