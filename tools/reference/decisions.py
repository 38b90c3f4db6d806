"""The list of decisions: each page's number and title, as its first line says them."""

from pathlib import Path


def decisions(folder: Path) -> str:
    """Return a Markdown list of the decisions in a folder, by number."""
    return "\n".join(_entry(page) for page in sorted(folder.glob("[0-9]*.md")))


def _entry(page: Path) -> str:
    number, _, title = page.read_text().splitlines()[0].removeprefix("# ").partition(". ")
    return f"- {number}: [{title}]({page.name})"
