"""Disk, clock, time zones, ports: what every program needs of its machine."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cli.demo.processes import is_free
from cli.doctor.check import Check, failure, ok, warning
from schedules.clock import Clock

LITTLE_BYTES = 1_000_000_000
"""Enough for months of events, and for the warning to be read in time."""
TOO_LITTLE_BYTES = 100_000_000
EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)
"""A clock that shows an earlier day was never set."""
LATEST = datetime(2100, 1, 1, tzinfo=UTC)
HOME_ZONE = "Europe/Oslo"


def disk(folder: Path) -> Check:
    """Look whether there is room for events in `folder`."""
    return judge_disk(shutil.disk_usage(folder).free, folder)


def judge_disk(free_bytes: int, folder: Path) -> Check:
    """Judge the free bytes of the disk under `folder`."""
    finding = f"{free_bytes / 1e9:.1f} GB free under {folder}"
    remedy = "free some space: a full disk keeps the robot from recording"
    if free_bytes < TOO_LITTLE_BYTES:
        return failure("disk", finding, remedy)
    if free_bytes < LITTLE_BYTES:
        return warning("disk", finding, remedy)
    return ok("disk", finding)


def clock(machine: Clock) -> Check:
    """Look whether the machine's clock can be right."""
    now = machine.now()
    if not EARLIEST <= now < LATEST:
        remedy = "set the clock, best by NTP: reminders follow it"
        return failure("clock", f"shows {now:%Y-%m-%d %H:%M} UTC", remedy)
    return ok("clock", f"{now:%Y-%m-%d %H:%M:%S} UTC")


def time_zones(zone: str = HOME_ZONE) -> Check:
    """Look whether the clock changes of a zone are known."""
    remedy = "install the Python package tzdata"
    try:
        home = ZoneInfo(zone)
    except ZoneInfoNotFoundError:
        return failure("time zones", f"{zone} is not known here", remedy)
    winter, summer = (datetime(2026, month, 1, tzinfo=home).utcoffset() for month in (1, 7))
    if winter is None or summer is None or summer - winter != timedelta(hours=1):
        return failure("time zones", f"{zone} has no summer time here", remedy)
    return ok("time zones", f"{zone} with its clock changes")


def port(number: int) -> Check:
    """Look whether the care API could listen on a port of this machine."""
    if is_free(number):
        return ok("port", f"{number} is free for `nabo api`")
    remedy = "stop what uses it, or choose another with `nabo api --port`"
    return warning("port", f"{number} is in use", remedy)


def checks(folder: Path, machine: Clock, api_port: int) -> Iterator[Check]:
    """Look at all of it."""
    yield disk(folder)
    yield clock(machine)
    yield time_zones()
    yield port(api_port)
