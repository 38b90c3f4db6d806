from collections.abc import Callable

import pytest

from cli.demo.evidence import Evidence
from cli.demo.plot import Act, Scene, Turn, next_turn

MorningWithout = Callable[..., Evidence]
EVERYTHING = (1, 2, 3, 4, 5, 6)


def turn(scene: Scene, seen: Evidence) -> Turn:
    return next_turn(scene, seen, is_morning_over=False)


@pytest.mark.parametrize("scene", [scene for scene in Scene if scene is not Scene.CURTAIN])
def test_while_nothing_happens_the_scene_stays(
    scene: Scene, morning_without: MorningWithout
) -> None:
    assert turn(scene, morning_without(*EVERYTHING)) == Turn(scene=scene)


def test_the_plot_goes_through_all_scenes(morning_without: MorningWithout) -> None:
    seen = morning_without()
    scene = Scene.OPENING
    acts: list[Act] = []
    while scene is not Scene.CURTAIN:
        step = turn(scene, seen)
        scene = step.scene
        acts += step.acts
    assert acts == [
        Act.HOLD_CLOCK,
        Act.STOP_SERVER,
        Act.RELEASE_CLOCK,
        Act.HOLD_CLOCK,
        Act.START_SERVER,
        Act.RELEASE_CLOCK,
        Act.HOLD_CLOCK,
    ]


def test_the_server_is_not_stopped_before_the_first_report_is_stored(
    morning_without: MorningWithout,
) -> None:
    seen = morning_without()
    seen.stored.clear()
    assert turn(Scene.FIRST_REPORT, seen).scene is Scene.FIRST_REPORT


def test_the_curtain_falls_when_the_morning_is_over(morning_without: MorningWithout) -> None:
    seen = morning_without(2)
    assert next_turn(Scene.OUTAGE, seen, is_morning_over=True).scene is Scene.CURTAIN
