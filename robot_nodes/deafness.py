"""Which faults mean that the robot does not hear a resident, and which only that it hears worse."""

from codebook.robot import Component
from schedules.locale import LANGUAGE_TAGS, Locale

MODEL_UNUSABLE = "model_unusable_"
"""Code of a fault, and the model's locale: no word of that language is heard."""
MODEL_REPLACED = "model_replaced_"
"""The same, where another recogniser hears in place of the one that was set."""


def deafens(component: Component, code: str, locale: Locale) -> bool:
    """Return whether a robot with this fault hears nothing of what is said in `locale`."""
    match component:
        case Component.MICROPHONE:
            return True
        case Component.RECOGNISER if code.startswith(MODEL_REPLACED):
            return False
        case Component.RECOGNISER if code.startswith(MODEL_UNUSABLE):
            return code == f"{MODEL_UNUSABLE}{LANGUAGE_TAGS[locale].speech_model}"
        case Component.RECOGNISER:
            return True
        case _:
            return False
