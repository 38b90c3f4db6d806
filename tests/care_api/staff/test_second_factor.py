from datetime import timedelta

import pyotp
import pytest
from sqlmodel import select

from care_api.errors import CodeNeededError, LockedOutError, WrongCredentialsError
from care_api.sealing import Seal
from care_api.staff import one_time, second_factor, service
from care_api.staff.service import Attempt
from care_api.staff.sessions import NewSession
from care_api.staff.tables import OneTimeKeyRow, RecoveryCodeRow
from care_api.staff.way import LoginWay
from tests.care_api.staff.gates import LASTING, gate_of
from tests.care_api.village import PASSWORD, Village


def switch_on(village: Village, user_name: str = "kari") -> tuple[str, tuple[str, ...]]:
    """Switch the codes on a while ago, and return the app's key and the recovery codes."""
    seal, staff_id = gate_of(village).seal, village.staff[user_name]
    with village.work() as work:
        second_factor.begin(work.session, seal, staff_id, work.now)
        key = second_factor.key_to_show(work.session, seal, staff_id)
        assert key is not None
        assert second_factor.confirm(work.session, seal, staff_id, code(village, key), work.now)
        codes = second_factor.renew_recovery_codes(work.session, staff_id)
    village.clock.pass_by(timedelta(minutes=2))
    return key, codes


def code(village: Village, key: str) -> str:
    return str(pyotp.TOTP(key).at(village.clock.now()))


def give(village: Village, typed: str | None, user_name: str = "kari") -> NewSession:
    attempt = Attempt(user_name=user_name, password=PASSWORD, code=typed)
    return service.log_in(gate_of(village), attempt, village.clock.now())


def test_where_codes_are_on_a_password_alone_opens_nothing(village: Village) -> None:
    key, _ = switch_on(village)
    with pytest.raises(CodeNeededError):
        give(village, None)
    opened = give(village, code(village, key))
    with village.database.reading() as session:
        who = service.identify(session, opened.token, village.clock.now(), LASTING)
    assert who is not None
    assert who.way is LoginWay.CODE
    give(village, None, "siri")


def test_a_key_that_was_shown_and_never_confirmed_is_not_asked_for(village: Village) -> None:
    gate = gate_of(village)
    with village.work() as work:
        second_factor.begin(work.session, gate.seal, village.staff["kari"], work.now)
        assert not second_factor.confirm(
            work.session, gate.seal, village.staff["kari"], "000000", work.now
        )
    give(village, None)


def test_a_code_opens_the_door_once(village: Village) -> None:
    key, _ = switch_on(village)
    give(village, code(village, key))
    with pytest.raises(WrongCredentialsError):
        give(village, code(village, key))
    village.clock.pass_by(one_time.STEP)
    give(village, code(village, key))


def test_a_recovery_code_opens_the_door_once_and_for_its_owner_only(village: Village) -> None:
    _, codes = switch_on(village)
    switch_on(village, "siri")
    with pytest.raises(WrongCredentialsError):
        give(village, codes[0], "siri")
    give(village, codes[0].lower())
    with pytest.raises(WrongCredentialsError):
        give(village, codes[0])
    with village.database.reading() as session:
        assert second_factor.standing(session, village.staff["kari"]).recovery_codes == 9


def test_new_recovery_codes_take_the_place_of_the_old(village: Village) -> None:
    _, old = switch_on(village)
    with village.work() as work:
        new = second_factor.renew_recovery_codes(work.session, village.staff["kari"])
    with pytest.raises(WrongCredentialsError):
        give(village, old[0])
    give(village, new[0])


def test_wrong_codes_lock_the_name_as_wrong_passwords_do(village: Village) -> None:
    key, _ = switch_on(village)
    for _ in range(5):
        with pytest.raises(CodeNeededError):
            give(village, None)  # the right password in between does not begin the count anew
        with pytest.raises(WrongCredentialsError):
            give(village, "000000")
    with pytest.raises(LockedOutError):
        give(village, code(village, key))
    with pytest.raises(LockedOutError):
        service.log_in_by_code(
            gate_of(village),
            village.staff["kari"],
            code(village, key),
            device="",
            now=village.clock.now(),
        )


def test_neither_key_nor_recovery_codes_can_be_read_from_the_database(village: Village) -> None:
    key, codes = switch_on(village)
    with village.database.reading() as session:
        row = session.exec(select(OneTimeKeyRow)).one()
        kept = {row.code_hash for row in session.exec(select(RecoveryCodeRow))}
    assert key.encode() not in row.sealed_key
    assert len(kept) == len(codes)
    assert not kept & {each for code in codes for each in (code, code.replace("-", ""))}


def test_a_key_of_somebody_else_or_another_secret_is_of_no_use(village: Village) -> None:
    key, codes = switch_on(village)
    other = Seal("x" * 40, second_factor.PURPOSE)
    with village.work() as work:
        assert not second_factor.fits(
            work.session, other, village.staff["kari"], code(village, key), work.now
        )
        assert second_factor.fits(work.session, other, village.staff["kari"], codes[0], work.now)
        row = work.session.get_one(OneTimeKeyRow, village.staff["kari"])
        work.session.add(
            OneTimeKeyRow(
                staff_id=village.staff["siri"],
                sealed_key=row.sealed_key,
                made_at=work.now,
                confirmed_at=work.now,
            )
        )
    with pytest.raises(WrongCredentialsError):
        give(village, code(village, key), "siri")


def test_once_confirmed_the_key_is_neither_shown_nor_made_anew(village: Village) -> None:
    key, _ = switch_on(village)
    seal, staff_id = gate_of(village).seal, village.staff["kari"]
    with village.work() as work:
        second_factor.begin(work.session, seal, staff_id, work.now)
        assert second_factor.key_to_show(work.session, seal, staff_id) is None
    give(village, code(village, key))


def test_switched_off_the_password_is_enough_and_nothing_is_kept(village: Village) -> None:
    switch_on(village)
    with village.work() as work:
        second_factor.switch_off(work.session, village.staff["kari"])
    give(village, None)
    with village.database.reading() as session:
        assert session.exec(select(OneTimeKeyRow)).all() == []
        assert session.exec(select(RecoveryCodeRow)).all() == []
