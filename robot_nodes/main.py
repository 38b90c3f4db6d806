"""The robot's process: reads its settings, puts all nodes together, and ends in good order."""

import logging
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import cache
from importlib.metadata import version
from pathlib import Path
from uuid import UUID

from robot_nodes import parameters
from robot_nodes.adapters.care_server_http import CareServerHttp
from robot_nodes.adapters.identity import IdentityUnavailable, read_identity
from robot_nodes.adapters.store_sqlite import SqliteStore
from robot_nodes.bridge import ConversationLoop
from robot_nodes.care.rounds import end_silence_s, resident_plan
from robot_nodes.care_node import CareNode, Upwards
from robot_nodes.dialogue.intent_file import IntentFileInvalid
from robot_nodes.dialogue.intents import Interpreter
from robot_nodes.dialogue_node import DialogueNode, EndSilence
from robot_nodes.ears_node import EarsNode
from robot_nodes.ports import RobotStore, StoreUnavailable
from robot_nodes.presence_node import PresenceNode
from robot_nodes.pulse import BEAT, Pulse
from robot_nodes.ros import Membership, RobotNode, joined
from robot_nodes.ros_parameters import SetUpFailed
from robot_nodes.ros_process import Spinning, bring_up, take_down
from robot_nodes.screen_node import NumberToCall, ScreenNode
from robot_nodes.speech.piper_synthesiser import VoiceMissing
from robot_nodes.speech.synthesiser import Synthesiser
from robot_nodes.speech.voices import voices
from robot_nodes.stopping import Stopping
from robot_nodes.sync_node import SyncNode
from robot_nodes.voice_node import VoiceNode
from schedules.locale import Locale

CLOCK_DEADLINE_S = 30.0
"""In a simulation: how long to wait for the first /clock."""
RESTART_EXIT = 75
"""The exit code of a robot that was asked to start again: whoever started it is to do so anew."""
_KNOWN = (
    SetUpFailed,
    StoreUnavailable,
    IdentityUnavailable,
    IntentFileInvalid,
    VoiceMissing,
    ValueError,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the robot until SIGINT or SIGTERM and return the exit code.

    That is `RESTART_EXIT` where it was asked to start again.

    Args:
        arguments: Such as `--ros-args -p store_path:=…`; None for the process's own.
    """
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    for talkative in ("apscheduler", "httpx"):
        logging.getLogger(talkative).setLevel(logging.WARNING)
    stopping = Stopping()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stopping.signalled)
    try:
        return run(arguments, stopping)
    except _KNOWN as fault:
        sys.stderr.write(f"nabo robot: {' '.join(str(fault).split())}\n")
        return 1


def run(arguments: Sequence[str] | None, stopping: Stopping) -> int:
    """Run the robot until `stopping` says so.

    Raises:
        SetUpFailed: A parameter, model or device is not as it should be.
        StoreUnavailable: The store cannot be used.
        IdentityUnavailable: The robot has not been paired.
        ValueError: The care API's address cannot be used.
    """
    with ExitStack() as closing:
        context = joined(arguments)
        closing.callback(context.try_shutdown)
        robot = RobotNode("robot", parameters.ROBOT, Membership(context=context, overrides={}))
        pulse = Pulse()
        robot.every(BEAT, pulse.beat)
        spinning = Spinning(context, robot, stopping.demand)
        closing.callback(spinning.close)
        _await_clock([robot], stopping)
        loop = ConversationLoop()
        closing.callback(loop.close)
        store = _opened_store(robot)
        closing.callback(store.close)
        membership = Membership(context=context, overrides={}, pulse=pulse)
        nodes = _nodes(robot, membership, loop, store, closing.callback, stopping.restart)
        for node in nodes:
            spinning.add(node)
        _await_clock(nodes, stopping)
        _live(nodes, store, robot, stopping, spinning)
    if spinning.failed:
        return 1
    return RESTART_EXIT if stopping.starts_again else 0


def _await_clock(nodes: Sequence[RobotNode], stopping: Stopping) -> None:
    if not all(node.await_clock(CLOCK_DEADLINE_S, stopping.is_wanted) for node in nodes):
        raise SetUpFailed(
            f"no time on /clock within {CLOCK_DEADLINE_S:g} s: start the simulation,"
            " or leave use_sim_time off"
        )


def _live(
    nodes: Sequence[RobotNode],
    store: SqliteStore,
    robot: RobotNode,
    stopping: Stopping,
    spinning: Spinning,
) -> None:
    """Bring the nodes up, wait, and take them down; sync last, for it uploads the rest."""
    *workers, sync = nodes
    try:
        bring_up(nodes, spinning)
        logging.getLogger(__name__).info("the robot is ready")
        stopping.wait()
        take_down(list(reversed(workers)))
        store.end_boot(_reason(stopping, spinning), robot.now())
    except SetUpFailed as fault:
        store.end_boot(str(fault), robot.now())
        raise
    finally:
        take_down([sync])


def _reason(stopping: Stopping, spinning: Spinning) -> str:
    if spinning.failed:
        return "a ROS callback failed"
    return "restart requested" if stopping.starts_again else "requested"


@cache
def understanding() -> Interpreter:
    """Return what understands all locales; loaded once, which takes a second or two.

    Raises:
        IntentFileInvalid: A file of sentences is not as it should be.
    """
    return Interpreter.load(Locale)


def _opened_store(robot: RobotNode) -> SqliteStore:
    identity = read_identity(Path(robot.value(parameters.KEY_FILE)))
    return SqliteStore.open(
        Path(robot.value(parameters.STORE_PATH)),
        robot_id=identity.robot_id,
        software_version=version("nabo-care"),
        at=robot.now(),
    )


def _nodes(
    robot: RobotNode,
    membership: Membership,
    loop: ConversationLoop,
    store: SqliteStore,
    at_end: Callable[[Callable[[], None]], object],
    restart: Callable[[], None],
) -> tuple[RobotNode, ...]:
    """Return the nodes in the order of their coming up; `restart` is for one that is asked to."""
    identity = read_identity(Path(robot.value(parameters.KEY_FILE)))
    server = CareServerHttp(robot.value(parameters.CARE_API_URL), identity, robot)
    interpreter = understanding()
    may_listen = _may_listen(store)
    ears = EarsNode(membership, store, interpreter, is_listening=may_listen())
    sync = SyncNode(membership, loop, store, server)
    screen = ScreenNode(membership, store, _number_to_call(store), may_listen)
    voice = VoiceNode(membership, loop, store, _voices(robot), lambda: screen.is_watched)
    for node in (voice, ears, screen, sync):
        at_end(node.close)
    return (
        voice,
        ears,
        DialogueNode(membership, loop, store, interpreter, _end_silence(store)),
        CareNode(
            membership,
            loop,
            store,
            lambda: screen.is_watched,
            Upwards(commands=sync.commands, readership=server.readership),
            restart=restart,
        ),
        screen,
        PresenceNode(membership, store),
        sync,
    )


def _end_silence(store: RobotStore) -> EndSilence:
    def end_silence(resident_id: UUID | None) -> float:
        plans = store.plans()
        return 0.0 if plans is None else end_silence_s(plans, resident_id)

    return end_silence


def _may_listen(store: RobotStore) -> Callable[[], bool]:
    def may_listen() -> bool:
        plans = store.plans()
        return plans is None or not plans.listening_refused_by

    return may_listen


def _voices(robot: RobotNode) -> Synthesiser:
    return voices({locale: robot.value(named) for locale, named in parameters.VOICES.items()})


def _number_to_call(store: RobotStore) -> NumberToCall:
    def number_to_call(resident_id: UUID | None) -> str:
        plans = store.plans()
        resident = resident_plan(plans, resident_id) if plans and resident_id else None
        return resident.number_to_call if resident else ""

    return number_to_call


if __name__ == "__main__":
    sys.exit(main())
