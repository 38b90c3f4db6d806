"""Whose voices the models learn and whose they are tested on, fixed by name."""

from schedules.locale import Locale

ACCENTS: dict[Locale, tuple[str, ...]] = {
    Locale.NB_NO: ("nb",),
    Locale.EN_GB: ("en-gb-x-rp", "en-gb-x-rp", "en-gb-scotland", "en"),
}
"""espeak-ng's language voices. One named twice is heard twice as often."""

SLOWEST_WPM, FASTEST_WPM = 80, 280
"""Rates of speech that are learnt; slower than 80 espeak-ng does not speak."""

HELD_OUT_VARIANTS: tuple[str, ...] = (
    "Andy",
    "Annie",
    "anika",
    "boris",
    "f3",
    "grandma",
    "grandpa",
    "john",
    "klatt4",
    "linda",
    "m2",
    "m5",
    "michel",
    "steph3",
)
"""Never trained on. They share their language voice, its sounds and melody, with those that are."""

CLEAR_VARIANTS: tuple[str, ...] = ("f3", "m2", "Annie", "grandpa")
"""The clearest of those: what care hangs on must be heard in each."""

_VOICES_OF_PEOPLE = """
    Alex Alicia Andrea Denis Diogo Gene Gene2 Henrique Hugo Jacky Lee Marco Mario Michael Mike
    Nguyen RicishayMax RicishayMax2 RicishayMax3 Storm adam announcer antonio aunty belinda
    benjamin caleb david ed edward edward2 f1 f2 f4 f5 gustave ian iven iven2 iven3 iven4
    kaukovalta linda m1 m3 m4 m6 m7 m8 marcelo max miguel mike2 norbert pablo paul pedro quincy
    rob robert sandro shelby steph steph2 travis victor zac
"""
_VOICES_OF_MACHINES = """
    AnxiousAndy Demonic Tweaky UniRobot anikaRobot croak fast klatt klatt2 klatt3 klatt5 klatt6
    robosoft robosoft2 robosoft3 robosoft4 robosoft5 robosoft6 robosoft7 robosoft8 whisper whisperf
"""
TRAINED_VARIANTS: tuple[str, ...] = tuple(
    variant
    for variant in (_VOICES_OF_PEOPLE + _VOICES_OF_MACHINES).split()
    if variant not in HELD_OUT_VARIANTS
)
"""The strange ones are wanted too: wide variation is what carries over to new voices."""
