"""How the robot speaks with a resident, in words: each choice and the number behind it."""

from collections.abc import Mapping
from types import MappingProxyType

from care_api.residents.address import FormOfAddress
from care_api.web.wording import mark
from codebook.manner import FASTEST, LOUDEST, SLOWEST, SOFTEST, USUAL_PATIENCE_S, Hearing

SAMPLE = mark("This is how I speak with you. Tell me if it is too fast, or not loud enough.")
"""What is played, in the resident's own language."""

RATES: Mapping[float, str] = MappingProxyType(
    {
        SLOWEST: mark("very slowly"),
        0.75: mark("slowly"),
        0.85: mark("a little slowly"),
        1.0: mark("as usual"),
        1.2: mark("a little quickly"),
        FASTEST: mark("quickly"),
    }
)
VOLUMES: Mapping[float, str] = MappingProxyType(
    {
        SOFTEST: mark("softly"),
        0.6: mark("a little softly"),
        0.8: mark("as usual"),
        0.9: mark("a little loudly"),
        LOUDEST: mark("as loudly as it can"),
    }
)
PATIENCE: Mapping[float, str] = MappingProxyType(
    {
        5.0: mark("5 seconds, for somebody who answers at once"),
        USUAL_PATIENCE_S: mark("10 seconds, as usual"),
        15.0: mark("15 seconds"),
        20.0: mark("20 seconds, for somebody who needs time"),
        30.0: mark("half a minute"),
        60.0: mark("a whole minute"),
    }
)
END_SILENCES: Mapping[float, str] = MappingProxyType(
    {
        0.8: mark("a short one, for somebody who speaks without pauses"),
        1.25: mark("as usual"),
        1.8: mark("a long one, for somebody who searches for words"),
        2.5: mark("a very long one"),
    }
)
HEARING: Mapping[Hearing, str] = MappingProxyType(
    {
        Hearing.GOOD: mark("Hears well"),
        Hearing.REDUCED: mark(
            "Hears badly: the robot speaks slower and louder, and repeats a question once more"
        ),
    }
)
ADDRESSES: Mapping[FormOfAddress, str] = MappingProxyType(
    {
        FormOfAddress.FIRST_NAME: mark("By the name they go by"),
        FormOfAddress.FULL_NAME: mark("By the full name"),
        FormOfAddress.TITLE: mark("By title and surname"),
    }
)
