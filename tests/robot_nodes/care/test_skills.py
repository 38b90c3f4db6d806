import asyncio
from datetime import timedelta
from pathlib import Path

from robot_nodes.care.ledger import Ledger
from robot_nodes.care.skills import Skills
from robot_nodes.signals import SkillCode
from tests.robot_nodes.care.morning import medicine, morning


def test_silence_after_an_earlier_report_is_no_report(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, medicine(), answers=("om ti minutter",)) as home:
            await home.at(timedelta(0))
            ledger = Ledger(home.store, home.clock.now)
            skills = Skills(home.caretaker, home.store, ledger, home.clock)

            occurrence_id = home.task().occurrence.id
            result = await skills.run(occurrence_id, ["medication"], asyncio.Event())

            assert home.kinds().count("task.announced") == 2
            assert result.code is SkillCode.UNANSWERED

    asyncio.run(scenario())
