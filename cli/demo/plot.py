"""When the director acts: the care API's outage, and the end. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from cli.demo.evidence import Evidence
from cli.demo.steps import STEPS, later_is_snoozed_then_taken, taken_is_reported
from codebook.sync import SyncCaughtUp
from codebook.task import TaskReported
from schedules.outcome import Outcome


class Scene(StrEnum):
    """How far the morning is."""

    OPENING = "opening"
    """Until Solveig has answered."""
    FIRST_REPORT = "first report"
    """Until her report is on the server."""
    OUTAGE = "outage"
    """The server is stopped; until Arne has taken his medicine."""
    RETURN = "return"
    """The server is back; until the robot has caught up."""
    REST = "rest"
    """Until everything else has happened."""
    CURTAIN = "curtain"


class Act(StrEnum):
    """What the director does."""

    HOLD_CLOCK = "hold clock"
    RELEASE_CLOCK = "release clock"
    STOP_SERVER = "stop server"
    START_SERVER = "start server"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """The scene from now on, and what to do on the way into it."""

    scene: Scene
    acts: tuple[Act, ...] = ()


def next_turn(scene: Scene, seen: Evidence, *, is_morning_over: bool) -> Turn:
    """Return where the plot stands after everything seen.

    Args:
        scene: Where it stood.
        seen: The evidence so far.
        is_morning_over: The robot has nothing more to do this morning.
    """
    if is_morning_over:
        return Turn(scene=Scene.CURTAIN, acts=(Act.HOLD_CLOCK,))
    match scene:
        case Scene.OPENING if _solveig_reported(seen):
            return Turn(scene=Scene.FIRST_REPORT, acts=(Act.HOLD_CLOCK,))
        case Scene.FIRST_REPORT if taken_is_reported(seen).happened:
            return Turn(scene=Scene.OUTAGE, acts=(Act.STOP_SERVER, Act.RELEASE_CLOCK))
        case Scene.OUTAGE if later_is_snoozed_then_taken(seen).happened:
            return Turn(scene=Scene.RETURN, acts=(Act.HOLD_CLOCK, Act.START_SERVER))
        case Scene.RETURN if next(seen.of(SyncCaughtUp), None) is not None:
            return Turn(scene=Scene.REST, acts=(Act.RELEASE_CLOCK,))
        case Scene.REST if all(step.judge(seen).happened for step in STEPS[:-1]):
            return Turn(scene=Scene.CURTAIN, acts=(Act.HOLD_CLOCK,))
        case _:
            return Turn(scene=scene)


def _solveig_reported(seen: Evidence) -> bool:
    reports = seen.of(TaskReported, seen.cast.solveig)
    return any(body.outcome is Outcome.TAKEN for _, body in reports)
