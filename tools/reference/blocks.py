"""Generated blocks inside a page that people write: each between two marks of its own."""

from collections.abc import Iterable, Mapping


class MissingBlock(ValueError):  # noqa: N818 - names what is missing
    """The page has no place for a generated block."""


def with_blocks(page: str, blocks: Mapping[str, str]) -> str:
    """Return `page` with the text between each block's marks replaced.

    Args:
        page: Markdown with `<!-- begin NAME -->` and `<!-- end NAME -->` on lines of their own.
        blocks: Name of the block to its Markdown, without surrounding blank lines.

    Raises:
        MissingBlock: A block has no marks in the page.
    """
    for name, text in blocks.items():
        begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
        before, begins, rest = page.partition(f"{begin}\n")
        _, ends, after = rest.partition(end)
        if not (begins and ends):
            raise MissingBlock(f"docs: add the lines {begin!r} and {end!r}")
        page = f"{before}{begin}\n\n{text}\n\n{end}{after}"
    return page


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Return a Markdown table; a vertical bar in a cell is escaped."""
    lines = [head, tuple("---" for _ in head), *rows]
    cells = [[cell.replace("|", "\\|").replace("\n", " ") for cell in line] for line in lines]
    return "\n".join(f"| {' | '.join(line)} |" for line in cells)
