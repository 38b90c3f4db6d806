import pytest

from tools.setup.python_versions import FIRST_UNTRIED, OLDEST, complaint


@pytest.mark.parametrize("version", [(3, 11), (3, 14)])
def test_a_python_in_the_range_is_welcome(version: tuple[int, int]) -> None:
    assert complaint(version) is None


@pytest.mark.parametrize("version", [(3, 9), (3, 10), (3, 15)])
def test_another_is_named_with_what_to_install(version: tuple[int, int]) -> None:
    line = complaint(version) or ""

    assert f"this Python is {version[0]}.{version[1]}" in line
    assert "apt-get install python3.12" in line


def test_the_range_is_that_of_the_project(pytestconfig: pytest.Config) -> None:
    pyproject = (pytestconfig.rootpath / "pyproject.toml").read_text(encoding="utf-8")
    oldest, untried = (".".join(map(str, version)) for version in (OLDEST, FIRST_UNTRIED))

    assert f'requires-python = ">={oldest},<{untried}"' in pyproject
