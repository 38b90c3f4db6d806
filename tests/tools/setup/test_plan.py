import sys
from pathlib import Path

from tools.setup.commands import Shell
from tools.setup.places import Places
from tools.setup.plan import Plan
from tools.setup.ros_source import InstalledRos, RosSource, RosWheels

PYTHON = Path(sys.executable)
CHECKOUT = Places(Path(__file__).parents[3])


def plan(ros: RosSource) -> Plan:
    return Plan(CHECKOUT, ros, Shell(CHECKOUT.root, CHECKOUT.log, lambda _: None), {})


def test_a_step_builds_on_earlier_ones_only() -> None:
    done: set[str] = set()

    for step in plan(RosWheels(PYTHON)).steps_to_run():
        assert set(step.after) <= done
        assert step.name not in done
        done.add(step.name)


def test_every_input_of_a_step_is_in_the_checkout() -> None:
    steps = plan(RosWheels(PYTHON))

    for step in [*steps.steps_to_run(), *steps.steps_to_train()]:
        assert [path for path in step.inputs if not path.is_file()] == []


def test_another_ros_redoes_the_environment() -> None:
    from_wheels = plan(RosWheels(PYTHON)).steps_to_run()[0]
    installed = plan(InstalledRos(PYTHON, "jazzy")).steps_to_run()[0]

    assert from_wheels.fingerprint() != installed.fingerprint()
