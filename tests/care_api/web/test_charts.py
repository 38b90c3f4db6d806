from hypothesis import given
from hypothesis import strategies as st

from care_api.web.charts import HEIGHT, WIDTH, Column, Mark, in_rows, stacked

COLUMNS = st.lists(
    st.dictionaries(st.sampled_from(["said", "seen", "missed"]), st.integers(0, 9)),
    min_size=1,
    max_size=40,
)


@given(counts=COLUMNS)
def test_a_block_is_as_high_as_its_share_of_the_highest_column(
    counts: list[dict[str, int]],
) -> None:
    columns = [Column(label=str(index), parts=parts) for index, parts in enumerate(counts)]
    blocks, highest = stacked(columns)
    assert highest == max(sum(parts.values()) for parts in counts)
    assert len(blocks) == sum(1 for parts in counts for count in parts.values() if count)
    for block in blocks:
        count = counts[int(block.label)][block.part]
        assert abs(block.height - HEIGHT * count / highest) < 0.01
        assert -0.01 <= block.y <= HEIGHT
        assert 0 <= block.x <= block.x + block.width <= WIDTH


def test_nothing_is_drawn_of_nothing() -> None:
    assert stacked([]) == ((), 0)
    assert stacked([Column(label="", parts={"said": 0})]) == ((), 0)


@given(start=st.floats(0, 1), length=st.floats(0, 0.2), row=st.integers(0, 4))
def test_a_mark_stays_in_its_row_and_can_be_seen(start: float, length: float, row: int) -> None:
    mark = Mark(row=row, start=start, end=min(start + length, 1), part="answer", label="")
    (block,) = in_rows([mark], 5)
    assert block.width >= 4
    assert 0 <= block.x <= block.x + block.width <= WIDTH + 0.01
    assert HEIGHT - 20 * (row + 1) <= block.y <= block.y + block.height <= HEIGHT - 20 * row
