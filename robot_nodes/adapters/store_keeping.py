"""Keeps a database in use whatever becomes of its file: memory stands in, damage is rebuilt."""

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Self, TypeVar

from codebook.robot import Component, RobotFault
from robot_nodes.adapters import note_rows
from robot_nodes.adapters.store_database import (
    StoreFault,
    faults_told,
    make_tables,
    open_database,
)
from robot_nodes.adapters.store_salvage import salvage
from robot_nodes.ports import StoreUnavailable

LOST_BEFORE = "store/lost_before"
"""Name of the note that tells until when tasks may have been lost."""
_STANDS_IN_FOR = frozenset({StoreFault.FULL, StoreFault.READ_ONLY, StoreFault.DISK_FAILED})
"""What may pass: until then everything is kept in memory."""
_SIDE_FILES = ("-wal", "-shm")

T = TypeVar("T")


class StoreKeeping:
    """Used under its owner's lock."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        """Use `open`."""
        self._path = path
        self.connection = connection
        self.news: list[RobotFault] = []
        """What has become of the file, to be recorded by the owner."""
        self._stood_in_for: StoreUnavailable | None = None
        self._since: datetime | None = None

    @classmethod
    def open(cls, path: Path, at: datetime) -> Self:
        """Open or make the file; rebuild a damaged one; go on in memory while it cannot be written.

        Raises:
            StoreUnavailable: The file is in use, of another release, or cannot be opened at all.
        """
        try:
            return cls(path, open_database(path))
        except StoreUnavailable as fault:
            keeping = cls(path, _in_memory())
            keeping._give_way(fault, at)
            return keeping

    @property
    def is_in_memory(self) -> bool:
        """Whether a power cut would lose what is written now."""
        return self._since is not None

    @property
    def trouble(self) -> str:
        """Why memory stands in, with the remedy; empty while the file is in use."""
        return str(self._stood_in_for) if self._stood_in_for else ""

    def write(self, work: Callable[[sqlite3.Connection], T], at: datetime) -> T:
        """Do `work` inside a transaction; where the file fails, once more in what replaces it.

        Raises:
            StoreUnavailable: Nothing was written.
        """
        try:
            return self._written(work)
        except StoreUnavailable as fault:
            self._give_way(fault, at)
            return self._written(work)

    def read(self, query: Callable[[sqlite3.Connection], T], at: datetime) -> T:
        """Return what `query` reads; where the file fails, once more from what replaces it.

        Raises:
            StoreUnavailable: It cannot be read.
        """
        try:
            with faults_told(self._path):
                return query(self.connection)
        except StoreUnavailable as fault:
            self._give_way(fault, at)
            with faults_told(self._path):
                return query(self.connection)

    def come_back(self, at: datetime) -> None:
        """Write out what memory holds, if it stands in and the file can be used again."""
        if self._since is None or self._stood_in_for is None:
            return
        try:
            file = self._opened_anew(at)
        except StoreUnavailable:
            return
        try:
            with faults_told(self._path):
                self.connection.backup(file)
        except StoreUnavailable:
            file.close()
            return
        self.connection.close()
        self.connection = file
        detail = f"store {self._path}: written again; in memory alone since {self._since:%F %TZ}"
        self._tell(self._stood_in_for.code, detail, is_resolved=True)
        self._since = self._stood_in_for = None

    def _written(self, work: Callable[[sqlite3.Connection], T]) -> T:
        with faults_told(self._path):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                result = work(self.connection)
                self.connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.DatabaseError):
                    self.connection.execute("ROLLBACK")
                raise
            return result

    def _give_way(self, fault: StoreUnavailable, at: datetime) -> None:
        """Replace what has failed.

        Raises:
            StoreUnavailable: `fault`, where nothing can replace it.
        """
        if self.is_in_memory:
            raise fault
        if fault.code == StoreFault.DAMAGED:
            self._rebuild(fault, at)
        elif fault.code in _STANDS_IN_FOR:
            self._stand_in(fault, at)
        else:
            raise fault

    def _stand_in(self, fault: StoreUnavailable, at: datetime) -> None:
        memory = _in_memory()
        is_whole = fault.code != StoreFault.DISK_FAILED
        try:
            self.connection.backup(memory)
        except sqlite3.DatabaseError:
            memory, is_whole = _in_memory(), False
        if not _has_tables(memory):
            make_tables(memory)
            salvage(self._path, memory)
        self._use_memory(memory, fault, at)
        if not is_whole:
            self._note_loss(at)
        self._tell(fault.code, f"{fault}; kept in memory: a power cut would lose it")

    def _rebuild(self, fault: StoreUnavailable, at: datetime) -> None:
        """Set the damaged file aside and go on with what can be read of it."""
        with suppress(sqlite3.DatabaseError):
            self.connection.close()
        source = self._path
        try:
            source = set_aside(self._path, at)
            self.connection = open_database(self._path)
            found = salvage(source, self.connection)
        except (OSError, sqlite3.DatabaseError, StoreUnavailable) as second:
            memory = _in_memory()
            make_tables(memory)
            found = salvage(source, memory)
            self._use_memory(memory, StoreUnavailable(str(second), StoreFault.READ_ONLY), at)
        self._note_loss(at)
        self._tell(fault.code, f"{fault}; set aside as {source.name}: {found}")

    def _note_loss(self, at: datetime) -> None:
        """Write down that something was lost, and have the plans fetched anew."""
        self._written(lambda c: note_rows.put_note(c, LOST_BEFORE, at.isoformat()))
        self._written(lambda c: c.execute("UPDATE plans SET etag = ''"))

    def _use_memory(
        self, memory: sqlite3.Connection, fault: StoreUnavailable, at: datetime
    ) -> None:
        with suppress(sqlite3.DatabaseError):
            self.connection.close()
        self.connection = memory
        self._stood_in_for, self._since = fault, at

    def _opened_anew(self, at: datetime) -> sqlite3.Connection:
        """Return the file as it can be used again; memory has all of it, so a damaged one may go.

        Raises:
            StoreUnavailable: It cannot be used yet.
        """
        try:
            return open_database(self._path)
        except StoreUnavailable as fault:
            if fault.code != StoreFault.DAMAGED:
                raise
        try:
            set_aside(self._path, at)
        except OSError as fault:
            raise StoreUnavailable(f"store {self._path}: {fault.strerror}") from fault
        return open_database(self._path)

    def _tell(self, code: str, detail: str, *, is_resolved: bool = False) -> None:
        self.news.append(
            RobotFault(component=Component.STORE, code=code, detail=detail, is_resolved=is_resolved)
        )


def set_aside(path: Path, at: datetime) -> Path:
    """Give a damaged file and its log a name of their own, for whoever looks into it later.

    Raises:
        OSError: The folder cannot be written.
    """
    stem = f"{path.name}.damaged-{at:%Y%m%dT%H%M%SZ}"
    aside = path.with_name(stem)
    nth = 1
    while aside.exists():
        nth += 1
        aside = path.with_name(f"{stem}-{nth}")
    for side in _SIDE_FILES:
        log = path.with_name(path.name + side)
        if log.exists():
            log.rename(aside.with_name(aside.name + side))
    path.rename(aside)
    return aside


def _in_memory() -> sqlite3.Connection:
    return sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)


def _has_tables(memory: sqlite3.Connection) -> bool:
    (version,) = memory.execute("PRAGMA user_version").fetchone()
    return bool(version)
