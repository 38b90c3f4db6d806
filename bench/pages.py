"""How long pages take at the server and in a browser, by how much the log holds.

Looked at by a nurse who has all thousand residents in her care, unless a figure says otherwise.
"""

import os
import statistics
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Engine

from bench import long_log, municipality, past_alerts
from bench.databases import POSTGRESQL, SQLITE, migrated
from bench.first_paint import SLOWED, painting
from bench.municipality import NOW, OF_ALL, OF_ONE, PASSWORD, Municipality
from bench.rows import Row, quantile
from bench.timed_server import Spent, TimedServer, served

STORED = (100_000, 10_000_000)
"""Events in the log; NABO_BENCH_STORED leaves larger ones out. SQLite holds the smaller one."""
LOOKS, PAINTS = 40, 12
"""How often each page is asked for, and painted."""
GOAL_MS = 200
GOAL_GROWTH = 1.5
GOAL_PAINT_S = 1.0
GOAL_HANDOVER_MS = 2000
_SAME_DATA = ("board", "board.one_unit", "resident", "resident.older", "alerts", "alert")
"""Pages that show as much of a long log as of a short one; the others look back over weeks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A page, and who looks at it."""

    reader: str
    path: Callable[[int], str]
    """Number of the look -> address: each look at a resident is at another one."""


def rows() -> Iterator[Row]:
    """Yield the figures of SQLite, then of PostgreSQL at each size, and how they grow."""
    most = int(os.environ.get("NABO_BENCH_STORED", STORED[-1]))
    with migrated(SQLITE) as engine:
        yield from _measured(engine, SQLITE, STORED[:1])
    with migrated(POSTGRESQL) as engine:
        yield from _measured(engine, POSTGRESQL, [each for each in STORED if each <= most])


def _measured(engine: Engine, kind: str, sizes: list[int] | tuple[int, ...]) -> Iterator[Row]:
    there = municipality.settle(engine)
    long_log.prepare(engine, there)
    done = 0
    before: dict[str, float] = {}
    for stored in sizes:
        days = range(done, long_log.days_of(stored))
        long_log.fill(engine, days, print)
        past_alerts.write(engine, there, days)
        done = days.stop
        with served(engine, NOW) as server:
            spent = dict(_looks(server, _figures(there, oldest=done - 1)))
            paints = _paints(server.address, there)
        yield from _rows(f"pages.{kind}.{stored}", spent, paints)
        medians = {name: statistics.median(each.wall_s for each in spent[name]) for name in spent}
        yield from _growth(kind, before, medians)
        before = medians


def _figures(there: Municipality, oldest: int) -> Mapping[str, Figure]:
    people = [f"/residents/{each.id}" for each in there.people]
    alerts = past_alerts.open_ones(there)
    first_on: date = NOW.date() - timedelta(days=oldest)
    unit = there.units[0]

    def person(look: int) -> str:
        return people[look * 7 % len(people)]

    return {
        "board": Figure(reader=OF_ALL, path=lambda _: "/"),
        "board.one_unit": Figure(reader=OF_ONE, path=lambda _: "/"),
        "resident": Figure(reader=OF_ALL, path=person),
        "resident.older": Figure(reader=OF_ALL, path=lambda n: f"{person(n)}?on={first_on}"),
        "adherence": Figure(reader=OF_ALL, path=lambda n: f"{person(n)}/adherence"),
        "alerts": Figure(reader=OF_ALL, path=lambda _: "/alerts"),
        "alert": Figure(reader=OF_ALL, path=lambda n: f"/alerts/{alerts[n % len(alerts)]}"),
        "statistics": Figure(reader=OF_ALL, path=lambda _: f"/alerts/statistics/{unit}"),
        "handover": Figure(reader=OF_ONE, path=lambda _: "/handover"),
        "handover.paper": Figure(reader=OF_ONE, path=lambda _: "/handover?whole=true"),
        "robots": Figure(reader=OF_ONE, path=lambda _: "/robots"),
    }


def _looks(server: TimedServer, figures: Mapping[str, Figure]) -> Iterator[tuple[str, list[Spent]]]:
    """Yield page -> what each look cost; in turns, so that all have the same load beside them."""
    readers = {
        each: server.logged_in(each, PASSWORD)
        for each in {figure.reader for figure in figures.values()}
    }
    spent: dict[str, list[Spent]] = {name: [] for name in figures}
    for look in range(LOOKS + 1):
        for name, figure in figures.items():
            found = server.get(readers[figure.reader], figure.path(look))
            if look:  # the first one reads templates, and notes down whom it names
                spent[name].append(found)
    yield from spent.items()


def _paints(address: str, there: Municipality) -> dict[str, list[float]]:
    alerts = past_alerts.open_ones(there)
    found: dict[str, list[float]] = {"board": [], "resident": [], "alert": []}
    with painting(address, OF_ALL, PASSWORD) as painter:
        for nth in range(PAINTS):
            found["board"].append(painter.first_paint_s("/"))
            found["resident"].append(painter.first_paint_s(f"/residents/{there.people[nth].id}"))
            found["alert"].append(painter.first_paint_s(f"/alerts/{alerts[nth]}"))
    return found


def _rows(
    name: str, spent: Mapping[str, list[Spent]], paints: Mapping[str, list[float]]
) -> Iterator[Row]:
    load = f"load {os.getloadavg()[0]:.1f}"
    for page, found in spent.items():
        wall_ms = [each.wall_s * 1e3 for each in found]
        cpu_ms = statistics.median(each.cpu_s * 1e3 for each in found)
        goal = GOAL_HANDOVER_MS if page.startswith("handover") else GOAL_MS
        note = f"p50 {statistics.median(wall_ms):.0f} ms, of the process's CPU {cpu_ms:.0f} ms"
        yield Row(
            name=f"{name}.{page}.p95",
            value=round(quantile(wall_ms, 0.95), 1),
            unit="ms",
            note=f"{note}; {len(found)} looks, {load}",
            at_most=goal,
        )
    for page, painted in paints.items():
        yield Row(
            name=f"{name}.{page}.paint.p95",
            value=round(quantile(painted, 0.95), 3),
            unit="s",
            note=f"p50 {statistics.median(painted):.3f} s, {SLOWED} times slowed, {load}",
            at_most=GOAL_PAINT_S,
        )


def _growth(kind: str, before: Mapping[str, float], medians: Mapping[str, float]) -> Iterator[Row]:
    for page in before:
        yield Row(
            name=f"pages.{kind}.{page}.growth",
            value=round(medians[page] / before[page], 2),
            unit="",
            note="median, the larger log to the smaller",
            at_most=GOAL_GROWTH if page in _SAME_DATA else None,
        )
