"""A robot that records and uploads until it is killed: `python -m ... STORE ADDRESS`.

Prints the id of each event once `record` has returned.
"""

import asyncio
import sys
from datetime import timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from robot_nodes.adapters.care_server_http import CareServerHttp
from robot_nodes.adapters.identity import Identity
from robot_nodes.adapters.store_sqlite import SqliteStore
from robot_nodes.sync.orders_poll import Rhythm
from robot_nodes.sync.synchronisation import Synchronisation
from tests.robot_nodes.adapters.stores import MORNING, ROBOT, fault, open_store, recorded
from tests.robot_nodes.fakes.clock import HandMovedClock

SELDOM = Rhythm(every=timedelta(hours=1), wait=timedelta(0))


async def live(store: SqliteStore, address: str) -> None:
    """Synchronise and record until the end."""
    clock = HandMovedClock(MORNING)
    identity = Identity(robot_id=ROBOT, name="Nabo 1", private_key=Ed25519PrivateKey.generate())
    server = CareServerHttp(address, identity, clock)
    sync = Synchronisation(
        store, server, clock, changed=lambda: None, plans_taken_over=lambda _: None
    )
    async with asyncio.TaskGroup() as group:
        group.create_task(sync.run(SELDOM))
        group.create_task(asyncio.to_thread(record_for_ever, store))


def record_for_ever(store: SqliteStore) -> None:
    """Record one event after the other, and tell of each."""
    nth = 0
    while True:
        nth += 1
        event = recorded(store, fault(nth))
        sys.stdout.write(f"{event.id}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(live(open_store(Path(sys.argv[1])), sys.argv[2]))
