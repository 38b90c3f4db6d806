from datetime import timedelta
from typing import Literal

import pytest
from argon2 import PasswordHasher
from sqlmodel import select

from care_api.errors import LockedOutError, WrongCredentialsError
from care_api.staff import service
from care_api.staff.passwords import Passwords
from care_api.staff.role import Permission
from care_api.staff.service import Attempt, Gate
from care_api.staff.sessions import NewSession
from care_api.staff.tables import StaffRow, StaffSessionRow
from tests.care_api.staff.gates import LASTING, gate_of
from tests.care_api.village import PASSWORD, Village


def log_in(
    village: Village,
    user_name: str = "kari",
    password: str = PASSWORD,
    *,
    code: str | None = None,
    gate: Gate | None = None,
) -> NewSession:
    attempt = Attempt(user_name=user_name, password=password, code=code)
    return service.log_in(gate or gate_of(village), attempt, village.clock.now())


def fail(village: Village, user_name: str, times: int) -> None:
    for _ in range(times):
        with pytest.raises(WrongCredentialsError):
            log_in(village, user_name, "feil")


def test_the_right_password_opens_a_session(village: Village) -> None:
    session = log_in(village, " KARI ")
    with village.database.reading() as reading:
        who = service.identify(reading, session.token, village.clock.now(), LASTING)
    assert who is not None
    assert who.name == "Kari Lund"
    assert who.units_where(Permission.EDIT_PLANS) == {village.solbakken}


def test_the_cookies_token_is_not_in_the_database(village: Village) -> None:
    session = log_in(village)
    with village.database.reading() as reading:
        row = reading.exec(select(StaffSessionRow)).one()
    assert session.token not in row.model_dump_json()


def test_unknown_name_and_wrong_password_are_told_apart_by_nothing(village: Village) -> None:
    told = set()
    for name in ("kari", "nobody"):
        with pytest.raises(WrongCredentialsError) as caught:
            log_in(village, name, "feil")
        told.add(caught.value.detail)
    assert len(told) == 1


class CountingHasher(PasswordHasher):
    """Remembers with which parameters it had to work."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.worked: list[str] = []

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002 - argon2's own name
        self.worked.append(str(hash).rsplit("$", 2)[0])
        return super().verify(hash, password)


def test_a_name_that_nobody_has_costs_the_same_work(village: Village) -> None:
    hasher = CountingHasher()
    gate = gate_of(village, Passwords(hasher))
    for name in ("kari", "nobody"):
        with pytest.raises(WrongCredentialsError):
            log_in(village, name, "feil", gate=gate)
    known, unknown = hasher.worked
    assert known == unknown


@pytest.mark.parametrize("user_name", ["kari", "nobody"])
def test_five_failures_lock_a_name_whether_anybody_has_it(village: Village, user_name: str) -> None:
    fail(village, user_name, 5)
    with pytest.raises(LockedOutError) as caught:
        log_in(village, user_name)
    assert caught.value.retry_after == timedelta(minutes=1)


def test_a_lock_ends_and_the_next_failure_makes_it_longer(village: Village) -> None:
    fail(village, "kari", 5)
    village.clock.pass_by(timedelta(minutes=1))
    fail(village, "kari", 1)
    with pytest.raises(LockedOutError) as caught:
        log_in(village)
    assert caught.value.retry_after == timedelta(minutes=2)
    village.clock.pass_by(timedelta(minutes=2))
    log_in(village)
    fail(village, "kari", 4)
    log_in(village)


def test_a_session_ends_with_the_shift_or_the_log_out(village: Village) -> None:
    first, second = log_in(village), log_in(village)
    now = village.clock.now()
    with village.work() as work:
        service.log_out(work.session, first.token, now)
    with village.database.reading() as reading:
        assert service.identify(reading, first.token, now, LASTING) is None
        assert service.identify(reading, second.token, now, LASTING) is not None
        assert service.identify(reading, second.token, now + LASTING.longest, LASTING) is None


def test_who_has_left_is_out_at_once(village: Village) -> None:
    session = log_in(village)
    with village.work() as work:
        work.session.get_one(StaffRow, village.staff["kari"]).left_at = work.now
    with village.database.reading() as reading:
        assert service.identify(reading, session.token, village.clock.now(), LASTING) is None
    with pytest.raises(WrongCredentialsError):
        log_in(village)
