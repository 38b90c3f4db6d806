"""Ids and instants in the databases' letters."""

from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from care_api.spelling import dashed, digits, utc_text


@given(st.uuids())
def test_an_ids_digits_with_their_dashes_are_the_id_again(value: UUID) -> None:
    assert dashed(digits(value)) == str(value)


@given(st.datetimes(timezones=st.just(UTC)))
def test_an_instants_text_is_the_instant_to_the_microsecond(instant: datetime) -> None:
    assert datetime.fromisoformat(utc_text(instant)).replace(tzinfo=UTC) == instant
