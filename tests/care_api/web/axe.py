"""What axe-core finds wrong with an open page, and what it does not look for."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

import care_api.web

AXE = Path(care_api.web.__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
EVERYTHING = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
COLOURS = ("color-contrast", "link-in-text-block")
"""What can differ between light and dark."""
OPEN_ALL = "all => all.forEach(each => each.open = true)"
WOULD_MOVE = """() => [...document.querySelectorAll("*")].flatMap(each =>
  ["", "::before", "::after", "::backdrop"].filter(part => {
    const style = getComputedStyle(each, part || undefined);
    const seconds = list => Math.max(...list.split(",").map(parseFloat));
    return style.scrollBehavior === "smooth" || seconds(style.transitionDuration) > 0.001
      || (style.animationName !== "none" && seconds(style.animationDuration) > 0.001);
  }).map(part => each.outerHTML.slice(0, 80) + part))"""
CUT_OFF = """() => [...document.querySelectorAll("body *")].filter(each => {
  const style = getComputedStyle(each), box = each.getBoundingClientRect();
  const hides = axis => ["hidden", "clip"].includes(style["overflow" + axis]);
  const hasText = [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim());
  const letter = parseFloat(style.fontSize);
  return hasText && box.width > 2 && style.visibility === "visible" && (
    (box.width < 2 * letter && box.height > 4 * letter)
    || (hides("X") && each.scrollWidth > each.clientWidth + 1)
    || (hides("Y") && each.scrollHeight > each.clientHeight + 1));
}).map(each => each.outerHTML.slice(0, 120))"""
TWICE = "document.documentElement.style.fontSize = '200%'"
SCREENS = [
    pytest.param({"width": 360, "height": 800}, "light", id="phone-light"),
    pytest.param({"width": 1280, "height": 900}, "dark", id="desktop-dark"),
]


def violations(page: Page, rules: tuple[str, ...] = EVERYTHING) -> list[str]:
    """Return what is wrong by these rules, one line for each."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", list(rules)
    )
    return [
        f"{page.url} {fault['id']}: {[node['html'][:120] for node in fault['nodes']]}"
        for fault in found["violations"]
    ]


def look(page: Page) -> list[str]:
    """Return what is wrong with all that the page can show, in both colour schemes and in width."""
    page.eval_on_selector_all("details", OPEN_ALL)
    found = violations(page)
    page.emulate_media(color_scheme="dark")
    found += violations(page, COLOURS)
    page.emulate_media(color_scheme="light")
    return found + too_wide(page)


def too_wide(page: Page) -> list[str]:
    """Return by how much the page scrolls sideways, if it does."""
    hidden = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [f"{page.url} is {hidden} px too wide"] if hidden > 0 else []


def cut_off(page: Page) -> list[str]:
    """Return the texts that do not fit where they stand, or only letter under letter."""
    return [f"{page.url} cuts off {each}" for each in page.evaluate(CUT_OFF)]


def moving(page: Page) -> list[str]:
    """Return what would be animated, a line for each; a transition that nothing begins counts."""
    return [f"{page.url} moves: {each}" for each in page.evaluate(WOULD_MOVE)]
