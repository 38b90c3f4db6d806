"""One demonstration from the command to the summary: puts everything together."""

import os
import signal
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from queue import SimpleQueue
from threading import Event as Flag
from types import FrameType
from uuid import UUID

from rich.console import Console

from cli.demo.admission import read_admission
from cli.demo.alert_watch import AlertWatch
from cli.demo.evidence import Cast, Evidence
from cli.demo.nurse import Nurse
from cli.demo.observations import Observation
from cli.demo.stage import HOST, Choices, Stage, make_stage
from cli.demo.summary import Summary, summarise, to_json
from cli.demo.terminal import Terminal
from schedules.clock import SystemClock
from sim.scenario import Scenario, load_scenario, scenario_file

STARTS_AT = datetime(2026, 3, 2, 6, 58, tzinfo=UTC)
"""Monday, 07:58 in Oslo."""
NAMESPACE = "nabo"
INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells count it."""


class NoSoundDevices(RuntimeError):  # noqa: N818 - reads as what happened
    """A person cannot be the resident here; the message says what is missing."""


class SoundUnwritable(RuntimeError):  # noqa: N818 - reads as what happened
    """The conversation cannot be written where it was wanted; the message names the file."""


def perform(choices: Choices) -> int:
    """Play the morning and return the exit code: 0 if and only if every step happened.

    Raises:
        SoundUnwritable: The WAV file cannot be written.
        NoSoundDevices: A person was to be the resident, without microphone and loudspeaker.
        ProcessFailed: A process ended by itself.
    """
    for ending in (signal.SIGTERM, signal.SIGHUP):  # a closed terminal leaves nothing behind
        signal.signal(ending, _end)
    started_s = time.monotonic()
    _check(choices)
    is_live = sys.stdout.isatty() and not choices.is_headless
    terminal = Terminal(Console(soft_wrap=True, highlight=False), is_live=is_live)
    terminal.note("One morning at Solbakken, all invented. Care API, robot and residents start …")
    with ExitStack() as open_things:
        stage = make_stage(choices, STARTS_AT, SystemClock())
        open_things.callback(stage.close)
        try:
            summary = _play(stage, terminal, open_things, started_s)
        except KeyboardInterrupt:
            terminal.note("stopped")
            return INTERRUPTED
        summary_file = choices.folder / "summary.json"
        summary_file.write_text(to_json(summary), "utf-8")
        terminal.conclude(summary)
        terminal.note(f"summary: {summary_file}; logs: {choices.folder}/*.log")
        if is_live:
            _leave_page_up(stage, terminal)
        return 0 if summary.passed or choices.is_me else 1


def _check(choices: Choices) -> None:
    """Find out what cannot be had before anything is started."""
    if choices.is_me:
        from cli.doctor.speech import loudspeaker_names, microphone_names

        require_sound(microphone_names(), loudspeaker_names())
    if choices.wav is not None:
        claim_file(choices.wav)


def _play(stage: Stage, terminal: Terminal, open_things: ExitStack, started_s: float) -> Summary:
    choices = stage.choices
    _raise_curtain(stage)
    # Loaded while the three come up: ROS alone takes a second.
    from cli.demo.director import Director
    from cli.demo.observer import Observer
    from cli.demo.wav import Recording

    observations: SimpleQueue[Observation] = SimpleQueue()
    observer = Observer(NAMESPACE, observations)
    open_things.callback(observer.close)
    recording = Recording()
    if choices.wav is not None:
        observer.record_audio(recording.hear_robot, recording.hear_resident)
    stage.await_server()
    watch = _watch_alerts(stage, terminal, open_things, observations)
    seen = Evidence(cast=cast_of(load_scenario(scenario_file("morning", choices.locale))))
    director = Director(stage, seen, observer, observations, terminal)
    with terminal:
        director.run(watch)
    if choices.wav is not None:
        terminal.note(f"sound: {choices.wav}, {recording.write(choices.wav):.0f} s")
    duration_s = time.monotonic() - started_s
    return summarise(seen, choices.locale, duration_s, director.first_sentence_after(started_s))


def _raise_curtain(stage: Stage) -> None:
    """Start the three processes, and join their ROS graph."""
    stage.start_server("--seed", str(stage.admission_file), "--locale", stage.choices.locale)
    stage.start_simulation()
    stage.start_robot()
    os.environ.update(stage.ros)


def _watch_alerts(
    stage: Stage,
    terminal: Terminal,
    open_things: ExitStack,
    observations: SimpleQueue[Observation],
) -> AlertWatch:
    """Log the nurse in, tell the person at the terminal how, and watch her list."""
    admission = read_admission(stage.admission_file)
    nurse = Nurse(stage.address, admission.user_name, admission.password)
    open_things.callback(nurse.close)
    watch = AlertWatch(nurse.alerts, observations)
    watch.start()
    open_things.callback(watch.close)
    terminal.note(
        f"The nurse's page: {stage.address}  user name: {admission.user_name}"
        f"  password: {admission.password}"
    )
    others = (f"{name} ({what})" for name, what in admission.colleagues.items())
    terminal.note(f"The same password lets in {', '.join(others)}")
    return watch


def cast_of(scenario: Scenario) -> Cast:
    """Return who is who in the morning's scenario."""
    ids = {person.name: UUID(person.resident_id) for person in scenario.people}
    return Cast(solveig=ids["Solveig"], arne=ids["Arne"], ingrid=ids["Ingrid"])


def _leave_page_up(stage: Stage, terminal: Terminal) -> None:
    screen = f"http://{HOST}:{stage.screen_port}"
    terminal.note(f"The nurse's page stays up at {stage.address}, the robot's screen at {screen},")
    terminal.note("until Ctrl-C.")
    try:
        Flag().wait()
    except KeyboardInterrupt:
        terminal.note("stopped")


def require_sound(microphones: Sequence[str], loudspeakers: Sequence[str]) -> None:
    """Check that a person can be the resident here.

    Raises:
        NoSoundDevices: There is no microphone, or no loudspeaker.
    """
    if not microphones or not loudspeakers:
        msg = (
            "--me needs a microphone and a loudspeaker, and PortAudio does not find both on this"
            " machine; plug them in (and install libportaudio2), or leave --me out"
        )
        raise NoSoundDevices(msg)


def claim_file(wav: Path) -> None:
    """Make an empty file now, rather than find out after the morning that it cannot be made.

    Raises:
        SoundUnwritable: It cannot be made.
    """
    try:
        wav.touch()
    except OSError as fault:
        msg = f"--wav {wav}: cannot be written ({fault.strerror}); name another file"
        raise SoundUnwritable(msg) from fault


def _end(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
