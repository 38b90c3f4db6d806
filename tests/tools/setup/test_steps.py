from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tools.setup.failure import SetupFailed
from tools.setup.steps import Step, do_steps, steps_to_do


@dataclass
class Diary:
    """Steps that only write down that they were done; keeps what the watcher is told, too."""

    folder: Path
    done: list[str] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)

    @property
    def stamps(self) -> Path:
        return self.folder / "stamps"

    def step(self, name: str, *after: str, breaks: bool = False, version: str = "1") -> Step:
        def act() -> None:
            if breaks:
                raise SetupFailed(f"{name} broke")
            self.done.append(name)
            (self.folder / f"{name}.out").touch()

        source = self.folder / f"{name}.in"
        source.touch()
        return Step(
            name=name,
            title=name,
            typical_s=10,
            act=act,
            inputs=(source,),
            settings=(version,),
            outputs=(self.folder / f"{name}.out",),
            after=after,
        )

    def do(self, *steps: Step) -> list[str]:
        """Do what is due of `steps`; return the names of those that were done."""
        self.done.clear()
        do_steps(steps_to_do(steps, self.stamps), self.stamps, self)
        return self.done

    def starts(self, step: Step, number: int, count: int, done_ratio: float) -> None:
        del step, number, count
        self.ratios.append(done_ratio)

    def ends(self, step: Step) -> None:
        del step


@pytest.fixture
def diary(tmp_path: Path) -> Diary:
    return Diary(tmp_path)


def test_what_is_done_is_not_done_again(diary: Diary) -> None:
    steps = [diary.step("venv"), diary.step("packages", "venv")]

    assert diary.do(*steps) == ["venv", "packages"]
    assert diary.do(*steps) == []


def test_a_changed_input_redoes_the_step_and_what_builds_on_it(diary: Diary) -> None:
    steps = [diary.step("venv"), diary.step("packages", "venv"), diary.step("pages")]
    diary.do(*steps)

    (diary.folder / "venv.in").write_text("changed", encoding="utf-8")

    assert diary.do(*steps) == ["venv", "packages"]


def test_a_changed_setting_redoes_the_step(diary: Diary) -> None:
    diary.do(diary.step("venv", version="Python 3.11"))

    assert diary.do(diary.step("venv", version="Python 3.12")) == ["venv"]


def test_a_missing_output_redoes_the_step(diary: Diary) -> None:
    step = diary.step("venv")
    diary.do(step)

    (diary.folder / "venv.out").unlink()

    assert diary.do(step) == ["venv"]


def test_after_a_failure_the_failed_step_and_its_followers_are_still_due(diary: Diary) -> None:
    venv, packages = diary.step("venv"), diary.step("packages", "venv")
    diary.do(venv, packages)
    (diary.folder / "venv.in").write_text("changed", encoding="utf-8")

    with pytest.raises(SetupFailed):
        diary.do(diary.step("venv", breaks=True), packages)

    (diary.folder / "venv.in").write_text("", encoding="utf-8")
    assert diary.do(venv, packages) == ["venv", "packages"]


def test_a_step_before_a_failure_stays_done(diary: Diary) -> None:
    venv = diary.step("venv")
    with pytest.raises(SetupFailed, match="packages broke"):
        diary.do(venv, diary.step("packages", "venv", breaks=True))

    assert diary.do(venv, diary.step("packages", "venv")) == ["packages"]


def test_the_watcher_hears_how_far_it_is(diary: Diary) -> None:
    diary.do(diary.step("venv"), diary.step("packages"))

    assert diary.ratios == [0.0, 0.5]
