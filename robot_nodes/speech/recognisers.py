"""Makes a recogniser from a model of any kind."""

from robot_nodes.speech.installed_models import InstalledModel, RecogniserKind
from robot_nodes.speech.recogniser import Recogniser
from robot_nodes.speech.vosk_recogniser import VoskModel
from robot_nodes.speech.whisper_recogniser import WhisperModel


def recogniser_of(model: InstalledModel) -> Recogniser:
    """Load `model` and return a recogniser over it.

    Raises:
        ModelMissing: it cannot be loaded, or what reads it is not installed.
    """
    match model.kind:
        case RecogniserKind.VOSK:
            return VoskModel(model.folder).recogniser()
        case RecogniserKind.WHISPER:
            return WhisperModel(model.folder).recogniser(model.locale)
