"""Steps that are done once: each leaves a stamp, and is done again when its inputs have changed."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Step:
    """One part of set-up.

    Attributes:
        name: The stamp's file name.
        title: What the person at the terminal reads.
        typical_s: Seconds on two cores with empty caches: the share of progress it stands for.
        act: Does it. Raises SetupFailed.
        inputs: Files whose content decides whether the step is still done.
        settings: Values that decide it too, such as the Python version.
        outputs: Files that the step leaves; one missing, and it is not done.
        after: Names of the steps that this one builds on.
    """

    name: str
    title: str
    typical_s: float
    act: Callable[[], None]
    inputs: tuple[Path, ...] = ()
    settings: tuple[str, ...] = ()
    outputs: tuple[Path, ...] = ()
    after: tuple[str, ...] = field(default=())

    def fingerprint(self) -> str:
        """Return a digest of everything that the result depends on."""
        digest = hashlib.sha256(repr(self.settings).encode())
        for path in sorted(self.inputs):
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"\n{path.name} {content}".encode())
        return digest.hexdigest()


class Watcher(Protocol):
    """Is told how far set-up is."""

    def starts(self, step: Step, number: int, count: int, done_ratio: float) -> None:
        """`step` begins, the `number`-th of `count` (from 1); `done_ratio` (0-1) lies behind."""

    def ends(self, step: Step) -> None:
        """`step` is done."""


def steps_to_do(steps: Sequence[Step], stamps: Path) -> list[Step]:
    """Return the steps that are not done, in order; what builds on one of them is among them."""
    to_do: list[Step] = []
    for step in steps:
        renewed = {other.name for other in to_do}
        if renewed.intersection(step.after) or not _is_done(step, stamps):
            to_do.append(step)
    return to_do


def do_steps(to_do: Sequence[Step], stamps: Path, watcher: Watcher) -> None:
    """Do `to_do` in order.

    All their stamps are removed first: after an interruption, what was to follow is done then.

    Raises:
        SetupFailed: A step failed; those before it stay done.
    """
    stamps.mkdir(parents=True, exist_ok=True)
    for step in to_do:
        (stamps / step.name).unlink(missing_ok=True)
    total_s = _typical_s(to_do)
    for index, step in enumerate(to_do):
        watcher.starts(step, index + 1, len(to_do), _typical_s(to_do[:index]) / total_s)
        step.act()
        (stamps / step.name).write_text(step.fingerprint(), encoding="utf-8")
        watcher.ends(step)


def _is_done(step: Step, stamps: Path) -> bool:
    stamp = stamps / step.name
    return (
        stamp.is_file()
        and all(path.exists() for path in step.outputs)
        and stamp.read_text(encoding="utf-8") == step.fingerprint()
    )


def _typical_s(steps: Iterable[Step]) -> float:
    return sum(step.typical_s for step in steps)
