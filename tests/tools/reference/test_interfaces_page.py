import re

import yaml

from tools.reference.__main__ import (
    DECISIONS_PAGE,
    MACHINE_PAGE,
    PAGE,
    ROLES_PAGE,
    fresh,
    fresh_decisions,
    fresh_machine,
    fresh_roles,
)

INTENT_FILE = PAGE.parents[1] / "robot_nodes" / "dialogue" / "intents" / "en_GB.yaml"


def test_the_interfaces_page_says_what_the_code_does() -> None:
    page = PAGE.read_text()
    assert fresh(page) == page, "out of date: run `python -m tools.reference`"


def test_the_table_of_the_task_machine_is_what_the_function_does() -> None:
    page = MACHINE_PAGE.read_text()
    assert fresh_machine(page) == page, "out of date: run `python -m tools.reference`"


def test_the_page_about_roles_says_what_the_routes_ask_for() -> None:
    page = ROLES_PAGE.read_text()
    assert fresh_roles(page) == page, "out of date: run `python -m tools.reference`"


def test_every_decision_stands_in_the_list() -> None:
    page = DECISIONS_PAGE.read_text()
    assert fresh_decisions(page) == page, "out of date: run `python -m tools.reference`"


def test_every_intent_that_is_understood_stands_on_the_page() -> None:
    _, _, rest = PAGE.read_text().partition("## Intents")
    section, _, _ = rest.partition("\n## ")
    named = set(re.findall(r"^\| `([a-z_]+)`", section, re.MULTILINE))
    understood = set(yaml.safe_load(INTENT_FILE.read_text())["intents"])
    assert named == understood | {"unknown"}
