"""Fresh processes in which espeak-ng speaks, as it keeps state and now and then crashes."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Lock
from typing import TypeVar

_Task = TypeVar("_Task")
_Made = TypeVar("_Made")

_starting = Lock()
"""A process forked while another one starts would keep that one's pipe open."""


def spoken(
    make: Callable[[_Task], _Made], tasks: Sequence[_Task], *, per_process: int, workers: int
) -> Iterator[_Made | None]:
    """Yield what `make` makes of each task, in order, the same with any number of workers.

    Each run of `per_process` tasks has a process of its own. Where espeak-ng ends it by a crash,
    another one goes on from the task at which it ended; a task that ends that one too yields None.
    """

    def made_of(start: int) -> list[_Made | None]:
        return _run(make, tasks[start : start + per_process])

    with ThreadPoolExecutor(workers) as pool:
        for run in pool.map(made_of, range(0, len(tasks), per_process)):
            yield from run


def _run(make: Callable[[_Task], _Made], tasks: Sequence[_Task]) -> list[_Made | None]:
    made: list[_Made | None] = []
    while len(made) < len(tasks):
        made += _until_it_ends(make, tasks[len(made) :]) or [None]
    return made


def _until_it_ends(make: Callable[[_Task], _Made], tasks: Sequence[_Task]) -> list[_Made]:
    fork = get_context("fork")
    with _starting:
        receiver, sender = fork.Pipe(duplex=False)
        process = fork.Process(target=_speak, args=(make, tasks, sender))
        process.start()
        sender.close()
    made: list[_Made] = []
    try:
        while True:
            made.append(receiver.recv())
    except EOFError:
        process.join()
    return made


def _speak(make: Callable[[_Task], _Made], tasks: Sequence[_Task], sender: Connection) -> None:
    for task in tasks:
        sender.send(make(task))
