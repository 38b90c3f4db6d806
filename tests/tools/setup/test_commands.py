import pytest

from tools.setup.commands import Shell
from tools.setup.failure import SetupFailed
from tools.setup.places import Places


def test_output_goes_to_the_log_and_line_by_line_to_who_watches(places: Places) -> None:
    shown: list[str] = []
    shell = Shell(places.root, places.log, shown.append)

    shell.run(["sh", "-c", "echo one; echo two >&2"])

    assert shown == ["one", "two"]
    assert places.log.read_text(encoding="utf-8").endswith("one\ntwo\n")


def test_a_failure_names_the_command_its_code_and_the_first_error_it_told_of(shell: Shell) -> None:
    script = "echo working; echo 'error: no such package'; echo 'see the manual'; exit 3"

    with pytest.raises(SetupFailed, match=r"`sh -c .* code 3: error: no such package. Call us"):
        shell.run(["sh", "-c", script], remedy="Call us.")


def test_a_program_that_is_not_there_is_named(shell: Shell) -> None:
    with pytest.raises(SetupFailed, match="cannot start /nowhere/npm: No such file"):
        shell.run(["/nowhere/npm"])


def test_a_command_runs_in_the_checkout_and_gets_no_input(places: Places, shell: Shell) -> None:
    shell.run(["sh", "-c", "cat; pwd > where"])

    assert (places.root / "where").read_text(encoding="utf-8").strip() == str(places.root)
