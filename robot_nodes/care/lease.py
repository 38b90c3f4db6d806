"""For how long the robot trusts its plans without word from the server; it goes on all the same."""

from datetime import datetime, timedelta

from codebook.plan import RobotPlans
from codebook.sync import PlanLeaseExpired, PlanLeaseRenewed
from robot_nodes.ports import TaskStore

_EXPIRED_AT = "plan/lease_expired_at"


class Lease:
    """Past its end the robot keeps reminding, and says so in what it reports."""

    def __init__(self, store: TaskStore, length: timedelta) -> None:
        """Watch the confirmations that `store` holds."""
        self._store = store
        self._length = length
        self.is_expired = False

    @property
    def ends_at(self) -> datetime | None:
        """When it runs out unless the server confirms the plans, aware UTC."""
        confirmed_at = self._store.plans_confirmed_at()
        return None if confirmed_at is None or self.is_expired else confirmed_at + self._length

    def look(self, plans: RobotPlans, now: datetime) -> None:
        """Record that the lease has run out, or that it runs again: once, for each resident.

        Raises:
            StoreUnavailable: Nothing was stored.
        """
        confirmed_at = self._store.plans_confirmed_at()
        if confirmed_at is None:
            self._store.confirm_plans(now)
            return
        self.is_expired = now - confirmed_at >= self._length
        told_at = self._store.notes(_EXPIRED_AT).get(_EXPIRED_AT)
        if self.is_expired and told_at is None:
            lease_s = self._length.total_seconds()
            expired = PlanLeaseExpired(confirmed_at=confirmed_at, lease_s=lease_s)
            self._tell(plans, expired, now, now.isoformat())
        elif not self.is_expired and told_at is not None:
            renewed = PlanLeaseRenewed(expired_at=datetime.fromisoformat(told_at))
            self._tell(plans, renewed, now, None)

    def _tell(
        self,
        plans: RobotPlans,
        body: PlanLeaseExpired | PlanLeaseRenewed,
        now: datetime,
        note: str | None,
    ) -> None:
        with self._store.transaction() as writing:
            writing.keep_note(_EXPIRED_AT, note)
            for resident in plans.residents:
                writing.record(body, resident_id=resident.resident_id, at=now)
