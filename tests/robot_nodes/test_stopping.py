import os
import signal
from threading import Timer

from robot_nodes.stopping import Stopping


def test_a_thread_can_demand_the_end() -> None:
    stopping = Stopping()
    Timer(0.05, stopping.demand).start()
    stopping.wait()

    assert stopping.is_wanted()


def test_a_signal_ends_the_wait_also_when_it_came_before() -> None:
    stopping = Stopping()
    before = signal.signal(signal.SIGUSR1, stopping.signalled)
    try:
        os.kill(os.getpid(), signal.SIGUSR1)
        stopping.wait()
    finally:
        signal.signal(signal.SIGUSR1, before)

    assert stopping.is_wanted()


def test_nothing_is_wanted_at_first() -> None:
    assert not Stopping().is_wanted()


def test_a_robot_that_is_to_restart_and_gets_a_signal_stays_away() -> None:
    stopping = Stopping()
    stopping.restart()
    assert (stopping.is_wanted(), stopping.starts_again) == (True, True)
    stopping.signalled()
    assert not stopping.starts_again
