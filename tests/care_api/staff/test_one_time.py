from datetime import timedelta

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from care_api.staff import one_time
from tests.care_api.village import MORNING

KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code(steps: int = 0) -> str:
    return str(pyotp.TOTP(KEY).at(MORNING + steps * one_time.STEP))


@pytest.mark.parametrize(
    ("steps", "fits"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_code_counts_for_its_half_minute_and_the_ones_beside_it(
    steps: int, *, fits: bool
) -> None:
    assert (one_time.step_of(KEY, code(steps), MORNING, after=None) is not None) is fits


def test_a_code_counts_once_and_no_older_one_after_it() -> None:
    used = one_time.step_of(KEY, code(), MORNING, after=None)
    assert used is not None
    assert one_time.step_of(KEY, code(), MORNING, after=used) is None
    assert one_time.step_of(KEY, code(-1), MORNING, after=used) is None
    assert one_time.step_of(KEY, code(1), MORNING, after=used) == used + 1


def test_the_phones_spaces_are_no_part_of_a_code() -> None:
    assert one_time.step_of(KEY, f" {code()[:3]} {code()[3:]}", MORNING, after=None) is not None


@given(st.text())
def test_whatever_is_typed_is_a_wrong_code_and_no_error(typed: str) -> None:
    if "".join(typed.split()) not in {code(steps) for steps in (-1, 0, 1)}:
        assert one_time.step_of(KEY, typed, MORNING, after=None) is None


def test_recovery_codes_differ_and_are_known_again_however_they_are_typed() -> None:
    codes = one_time.new_recovery_codes()
    assert len(set(codes)) == one_time.RECOVERY_CODES
    sloppy = codes[0].lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert one_time.recovery_hash(sloppy) == one_time.recovery_hash(codes[0])


def test_the_picture_is_as_wide_as_its_squares_say() -> None:
    path, side = one_time.qr_path(one_time.key_address(KEY, "kari"))
    squares = [part.split("h")[0].split() for part in path.split("M")[1:]]
    assert max(int(x) for x, _ in squares) == side - 5  # four light squares around it


def test_the_key_names_us_and_whose_it_is() -> None:
    parsed = pyotp.parse_uri(one_time.key_address(KEY, "kari"))
    assert (parsed.issuer, parsed.name, parsed.secret) == ("Nabo", "kari", KEY)
    assert timedelta(seconds=parsed.interval) == one_time.STEP  # type: ignore[attr-defined]  # a TOTP
