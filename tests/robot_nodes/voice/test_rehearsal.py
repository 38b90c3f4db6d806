import asyncio

from robot_nodes.speech.synthesiser import Delivery
from robot_nodes.voice.rehearsal import Rehearsal
from schedules.locale import Locale
from tests.robot_nodes.speech.fakes import CountingSynthesiser


def test_the_fixed_sentences_are_spoken_unheard_once_for_each_manner() -> None:
    async def scenario() -> None:
        for volume in (1.0, 0.5):
            await rehearsal.of(Delivery(Locale.NB_NO, volume=volume))
        await rehearsal.of(Delivery(Locale.NB_NO, rate_wpm=120))

    voice = CountingSynthesiser()
    rehearsal = Rehearsal(voice, lambda locale: (f"hjelp {locale}", "takk"))
    asyncio.run(scenario())
    assert voice.asked == ["hjelp nb_NO", "takk"] * 2


def test_a_voice_that_fails_ends_the_rehearsal_quietly() -> None:
    voice = CountingSynthesiser()
    voice.is_broken = True
    asyncio.run(Rehearsal(voice, lambda _: ("takk",)).of(Delivery(Locale.NB_NO)))
