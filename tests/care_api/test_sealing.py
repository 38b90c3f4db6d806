from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care_api.sealing import Seal, SealBrokenError, Tickets
from tests.care_api.village import MORNING, SECRET_KEY

SEAL = Seal(SECRET_KEY, "codes")


@given(st.binary(max_size=200), st.binary(max_size=16))
def test_what_is_sealed_opens_for_its_owner_and_shows_nothing(plain: bytes, owner: bytes) -> None:
    sealed = SEAL.close(plain, owner)
    assert SEAL.open(sealed, owner) == plain
    assert len(plain) < 4 or plain not in sealed
    assert sealed != SEAL.close(plain, owner)


@pytest.mark.parametrize("seal", [Seal(SECRET_KEY, "tickets"), Seal(SECRET_KEY[::-1], "codes")])
def test_another_purpose_or_key_opens_nothing(seal: Seal) -> None:
    with pytest.raises(SealBrokenError):
        seal.open(SEAL.close(b"hush"))


def test_another_owner_or_a_changed_byte_opens_nothing() -> None:
    sealed = SEAL.close(b"hush", b"kari")
    for changed, owner in ((sealed, b"siri"), (sealed[:-1] + b"!", b"kari"), (b"", b"kari")):
        with pytest.raises(SealBrokenError):
            SEAL.open(changed, owner)


def test_a_ticket_holds_until_its_time_and_cannot_be_made_by_others() -> None:
    tickets = Tickets(SEAL)
    ticket = tickets.issue({"staff": "kari"}, MORNING + timedelta(minutes=5))
    assert tickets.read(ticket, MORNING) == {"staff": "kari"}
    assert tickets.read(ticket, MORNING + timedelta(minutes=5)) is None
    for wrong in ("", "x", "æ", ticket[:-4], Tickets(Seal("other", "codes")).issue({}, MORNING)):
        assert tickets.read(wrong, MORNING) is None
