"""Every parameter of the robot's nodes: the one list behind nodes, settings file and docs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from schedules.locale import Locale

Value = bool | int | float | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One ROS parameter; its default's type is its type."""

    name: str
    default: Value
    description: str
    unit: str = ""
    """Empty for text, switches and bare numbers."""
    at_least: float | None = None
    """Of a number, both bounds inclusive."""
    at_most: float | None = None
    choices: tuple[str, ...] = ()
    """Of a text: the only values; empty for any."""

    @property
    def wanted(self) -> str:
        """What the parameter can be, for a person who set it to something else."""
        if self.choices:
            return f"one of {', '.join(self.choices)}"
        kind = type(self.default).__name__
        bounds = "" if self.at_least is None else f" from {self.at_least:g} to {self.at_most:g}"
        return f"{kind}{bounds}{f' ({self.unit})' if self.unit else ''}"


def _seconds(
    name: str, default: float, description: str, *, at_least: float = 0.0, at_most: float
) -> Parameter:
    """Return a parameter in seconds."""
    return Parameter(
        name=name,
        default=default,
        description=description,
        unit="s",
        at_least=at_least,
        at_most=at_most,
    )


STORE_PATH = Parameter(
    name="store_path", default="nabo-robot.sqlite", description="The robot's SQLite file."
)
CARE_API_URL = Parameter(
    name="care_api_url",
    default="http://127.0.0.1:8000",
    description="Where the care API answers, without /api/v1.",
)
KEY_FILE = Parameter(
    name="key_file",
    default="nabo-robot-key.json",
    description="The robot's identity and private key, made when it was paired.",
)
AUDIO = Parameter(
    name="audio",
    default="topics",
    description="Where sound comes from and goes to: the topics audio/in and audio/out,"
    " or the machine's microphone and loudspeaker.",
    choices=("topics", "devices"),
)
MICROPHONE = Parameter(
    name="microphone",
    default="",
    description="A part of the microphone's name in `python -m sounddevice`; empty: the default.",
)
LOUDSPEAKER = Parameter(
    name="loudspeaker",
    default="",
    description="A part of the loudspeaker's name in `python -m sounddevice`; empty: the default.",
)
MODEL_NB = Parameter(
    name="speech_model_nb_NO",
    default="",
    description="Folder of another Vosk model for Norwegian; empty for the one that comes along.",
)
MODEL_EN = Parameter(
    name="speech_model_en_GB",
    default="",
    description="Folder of another Vosk model for English; empty for the one that comes along.",
)
MODEL_NN = Parameter(
    name="speech_model_nn_NO",
    default="",
    description="Folder of another Vosk model for nynorsk; empty for the one that hears bokmål.",
)
RECOGNISER_NB = Parameter(
    name="recogniser_nb_NO",
    default="vosk",
    description="What hears Norwegian with the whole vocabulary. Vosk's small grammar, for cries"
    " and for what was asked, always listens beside it.",
    choices=("vosk", "whisper"),
)
LIKE_BOKMAL = "nb_NO"
"""Of a recogniser for nynorsk: what hears bokmål."""
RECOGNISER_NN = Parameter(
    name="recogniser_nn_NO",
    default=LIKE_BOKMAL,
    description="What hears nynorsk with the whole vocabulary: as bokmål is heard (nb_NO), Vosk,"
    " or Whisper, which then writes nynorsk.",
    choices=(LIKE_BOKMAL, "vosk", "whisper"),
)
RECOGNISER_EN = Parameter(
    name="recogniser_en_GB",
    default="vosk",
    description="What hears English with the whole vocabulary.",
    choices=("vosk", "whisper"),
)
WHISPER_NB = Parameter(
    name="whisper_model_nb_NO",
    default="",
    description="Folder of a Whisper model for Norwegian in CTranslate2's format.",
)
WHISPER_NN = Parameter(
    name="whisper_model_nn_NO",
    default="",
    description="Folder of a Whisper model for nynorsk; empty for the one that hears bokmål.",
)
WHISPER_EN = Parameter(
    name="whisper_model_en_GB",
    default="",
    description="Folder of a Whisper model for English in CTranslate2's format.",
)
LOCALE = Parameter(
    name="locale",
    default="nb_NO",
    description="The language until a plan says which resident is visited.",
    choices=("nb_NO", "nn_NO", "en_GB"),
)
VOICE_ID = Parameter(
    name="voice_id",
    default="a1",
    description="The id under which everybody heard is published: one microphone, one voice.",
)

RATE_WPM = Parameter(
    name="rate_wpm",
    default=150,
    description="Speed of speech at rate 1.0.",
    unit="words/min",
    at_least=80,
    at_most=300,
)
CHUNK = _seconds("chunk", 0.04, "Sound in one message on audio/out.", at_least=0.01, at_most=0.1)
LEAD = _seconds("lead", 0.08, "How far sound is sent ahead of its time.", at_most=0.1)
TAIL = _seconds("tail", 0.1, "How long robot_speaking outlasts the last sample.", at_most=1.0)
SYNTHESIS_DEADLINE = _seconds(
    "synthesis_deadline", 4.0, "When a sentence without sound fails.", at_least=0.5, at_most=30.0
)
MOST_WAITING = Parameter(
    name="most_waiting",
    default=8,
    description="Sentences that may wait for their turn; beyond, what matters least is dropped.",
    at_least=1,
    at_most=32,
)

COMPLETE_ANSWER_SILENCE = _seconds(
    "complete_answer_silence",
    0.45,
    "Silence that ends a turn once a closed question has its whole answer.",
    at_least=0.2,
    at_most=2.5,
)
END_SILENCE = _seconds(
    "end_silence",
    1.25,
    "Silence that ends a turn where no resident's own value is known.",
    at_least=0.5,
    at_most=2.5,
)
NO_AUDIO_AFTER = _seconds(
    "no_audio_after",
    5.0,
    "Time without sound until the microphone counts as lost.",
    at_least=1.0,
    at_most=60.0,
)

LONGEST_PATIENCE = _seconds(
    "longest_patience",
    120.0,
    "When a question ends for certain, even while somebody is still talking.",
    at_least=10.0,
    at_most=600.0,
)

LOOKBACK = _seconds(
    "lookback",
    172_800.0,
    "How far back a robot that was off looks for what was due meanwhile.",
    at_least=3600.0,
    at_most=1_209_600.0,
)
PLAN_LEASE = _seconds(
    "plan_lease",
    259_200.0,
    "For how long plans are trusted without word from the server; past it the robot goes on,"
    " and its reports say so.",
    at_least=3600.0,
    at_most=2_592_000.0,
)
QUIET_AFTER_HELP = _seconds(
    "quiet_after_help",
    600.0,
    "After a call for help: how long nothing planned is said to that resident.",
    at_most=7200.0,
)
RETRY_AFTER_FAULT = _seconds(
    "retry_after_fault",
    60.0,
    "When a conversation that a fault ended is tried again.",
    at_least=5.0,
    at_most=600.0,
)

ROOM_SETTLES = _seconds(
    "room_settles",
    20.0,
    "How long all signs of room sensors must come from one room until somebody counts as in it.",
    at_most=600.0,
)
ROOM_LEFT = _seconds(
    "room_left",
    1800.0,
    "How long no sensor may tell of anybody until nobody counts as perceived.",
    at_least=60.0,
    at_most=86_400.0,
)

PLAN_POLL = _seconds(
    "plan_poll",
    5.0,
    "How often the care API is asked what is to be done, where it does not hold the question.",
    at_least=0.1,
    at_most=3600.0,
)
PLAN_WAIT = _seconds(
    "plan_wait",
    25.0,
    "How long the care API may hold the question until there is news; 0 for not at all.",
    at_most=25.0,
)


def _voice(locale: str, language: str) -> Parameter:
    """Return the parameter that names a language's voice."""
    return Parameter(
        name=f"voice_{locale}",
        default="",
        description=f"File of a Piper voice for {language}, .onnx with its .onnx.json beside it;"
        " empty for the built-in voice.",
    )


VOICE_NB = _voice("nb_NO", "bokmål")
VOICE_NN = _voice("nn_NO", "nynorsk")
VOICE_EN = _voice("en_GB", "English")
VOICES: Mapping[Locale, Parameter] = MappingProxyType(
    {Locale.NB_NO: VOICE_NB, Locale.NN_NO: VOICE_NN, Locale.EN_GB: VOICE_EN}
)
"""Language -> what names its voice."""

SCREEN_PORT = Parameter(
    name="screen_port",
    default=8090,
    description="Where the robot's own display finds its page, on 127.0.0.1 only; 0 for no screen.",
    at_least=0,
    at_most=65535,
)

ROBOT = (STORE_PATH, CARE_API_URL, KEY_FILE, *VOICES.values())
VOICE = (AUDIO, LOUDSPEAKER, RATE_WPM, CHUNK, LEAD, TAIL, SYNTHESIS_DEADLINE, MOST_WAITING)
EARS = (
    AUDIO,
    MICROPHONE,
    LOCALE,
    VOICE_ID,
    MODEL_NB,
    MODEL_NN,
    MODEL_EN,
    RECOGNISER_NB,
    RECOGNISER_NN,
    RECOGNISER_EN,
    WHISPER_NB,
    WHISPER_NN,
    WHISPER_EN,
    END_SILENCE,
    COMPLETE_ANSWER_SILENCE,
    NO_AUDIO_AFTER,
)
DIALOGUE = (LOCALE, VOICE_ID, END_SILENCE, LONGEST_PATIENCE)
PRESENCE = (ROOM_SETTLES, ROOM_LEFT)
SYNC = (PLAN_POLL, PLAN_WAIT)
SCREEN = (LOCALE, SCREEN_PORT)
CARE = (LOCALE, LOOKBACK, PLAN_LEASE, QUIET_AFTER_HELP, RETRY_AFTER_FAULT)

NODES: Mapping[str, Sequence[Parameter]] = MappingProxyType(
    {
        "robot": ROBOT,
        "voice": VOICE,
        "ears": EARS,
        "dialogue": DIALOGUE,
        "care": CARE,
        "presence": PRESENCE,
        "sync": SYNC,
        "screen": SCREEN,
    }
)
"""Node name -> its parameters."""
