from datetime import timedelta
from pathlib import Path

from codebook.heartbeat import MOST_FAULTS, PresentFault
from codebook.robot import Component, RobotFault, RobotStarted
from robot_nodes.adapters.store_sqlite import SqliteStore
from robot_nodes.sync.present_faults import PresentFaults
from tests.robot_nodes.adapters.stores import MORNING, open_store, store_in


def tell(
    store: SqliteStore, component: Component, code: str, minute: int, *, is_over: bool = False
) -> None:
    fault = RobotFault(component=component, code=code, detail="", is_resolved=is_over)
    store.record(fault, resident_id=None, at=MORNING + timedelta(minutes=minute))


def test_what_has_failed_and_is_not_over_is_present_since_it_was_told(tmp_path: Path) -> None:
    with store_in(tmp_path) as store:
        tell(store, Component.SCREEN, "screen_port_taken", 0)
        faults = PresentFaults(store)
        tell(store, Component.MICROPHONE, "no_audio", 1)
        tell(store, Component.MICROPHONE, "no_microphone", 2)
        tell(store, Component.MICROPHONE, "no_audio", 3, is_over=True)
        assert faults.present() == (
            PresentFault(component=Component.SCREEN, code="screen_port_taken", since=MORNING),
            PresentFault(
                component=Component.MICROPHONE,
                code="no_microphone",
                since=MORNING + timedelta(minutes=2),
            ),
        )


def test_a_new_run_begins_without_the_faults_of_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "robot.sqlite"
    before = open_store(path, MORNING)
    tell(before, Component.MICROPHONE, "no_audio", 1)
    before.close()
    store = open_store(path, MORNING + timedelta(minutes=5))
    started = RobotStarted(software_version="0.1.0", previous_boot_ended_cleanly=False)
    store.record(started, resident_id=None, at=MORNING + timedelta(minutes=5))
    assert PresentFaults(store).present() == ()
    store.close()


def test_of_too_many_the_newest_are_told(tmp_path: Path) -> None:
    with store_in(tmp_path) as store:
        faults = PresentFaults(store)
        for number in range(MOST_FAULTS + 3):
            tell(store, Component.MESSAGES, f"malformed_message_{number}", number)
        told = faults.present()
        assert len(told) == MOST_FAULTS
        assert told[-1].code == f"malformed_message_{MOST_FAULTS + 2}"
