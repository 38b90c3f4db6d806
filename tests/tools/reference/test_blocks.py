import pytest

from tools.reference.blocks import MissingBlock, table, with_blocks

PAGE = "# Page\n\n<!-- begin kinds -->\nold\n<!-- end kinds -->\n\nWritten by hand.\n"


def test_only_what_stands_between_the_marks_is_replaced() -> None:
    page = with_blocks(PAGE, {"kinds": "new \\1 text"})
    assert page == (
        "# Page\n\n<!-- begin kinds -->\n\nnew \\1 text\n\n<!-- end kinds -->\n\nWritten by hand.\n"
    )


def test_writing_twice_changes_nothing() -> None:
    once = with_blocks(PAGE, {"kinds": "new"})
    assert with_blocks(once, {"kinds": "new"}) == once


def test_a_page_without_the_marks_is_refused() -> None:
    with pytest.raises(MissingBlock, match="begin topics"):
        with_blocks(PAGE, {"topics": "new"})


def test_a_bar_in_a_cell_does_not_end_the_cell() -> None:
    assert table(("a",), [("x|y",)]) == "| a |\n| --- |\n| x\\|y |"
