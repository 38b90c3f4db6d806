from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from care_api.audit.chain import Break, Entry, Seal, content_of, fault_of, make_seal

AT = datetime(2026, 3, 2, 7, tzinfo=UTC)


def entry(number: int, detail: str = "") -> Entry:
    return Entry(
        id=UUID(int=number),
        at=AT + timedelta(seconds=number),
        staff_id=UUID(int=7),
        resident_id=None,
        what="read_plan",
        subject_id=None,
        unit_id=None,
        detail=detail,
    )


ENTRIES = [entry(number) for number in range(1, 6)]
FIRST = make_seal(None, ENTRIES[:3])
SECOND = make_seal(FIRST, ENTRIES[3:])


def test_what_nobody_touched_holds() -> None:
    assert fault_of(None, FIRST, ENTRIES[:3]) is None
    assert fault_of(FIRST, SECOND, ENTRIES[3:]) is None


@given(st.permutations(ENTRIES))
def test_the_order_in_which_a_database_gives_entries_does_not_matter(mixed: list[Entry]) -> None:
    assert content_of(mixed) == content_of(ENTRIES)


def test_an_instant_is_the_same_in_every_zone() -> None:
    elsewhere = replace(ENTRIES[0], at=ENTRIES[0].at.astimezone(timezone(timedelta(hours=2))))
    assert content_of([elsewhere]) == content_of(ENTRIES[:1])


@given(st.text(min_size=1), st.integers(min_value=0, max_value=2))
def test_a_changed_entry_breaks_its_seal(detail: str, which: int) -> None:
    changed = [*ENTRIES[:3]]
    changed[which] = replace(changed[which], detail=detail)
    assert fault_of(None, FIRST, changed) is Break.ENTRIES


def test_a_removed_or_added_entry_breaks_its_seal() -> None:
    assert fault_of(None, FIRST, ENTRIES[:2]) is Break.ENTRIES
    assert fault_of(None, FIRST, ENTRIES[:4]) is Break.ENTRIES


def test_a_seal_made_anew_breaks_the_next() -> None:
    forged = make_seal(None, [entry(1, "something else")])
    assert fault_of(forged, SECOND, ENTRIES[3:]) is Break.FORGED


def test_a_missing_seal_is_seen() -> None:
    assert fault_of(None, SECOND, ENTRIES[3:]) is Break.MISSING


def test_of_a_pruned_seal_nothing_may_be_left() -> None:
    pruned: Seal = replace(FIRST, is_pruned=True)
    assert fault_of(None, pruned, []) is None
    assert fault_of(None, pruned, ENTRIES[:1]) is Break.ENTRIES
    assert fault_of(pruned, SECOND, ENTRIES[3:]) is None
