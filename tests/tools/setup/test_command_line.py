import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_set_up_needs_nothing_installed() -> None:
    """-S leaves site-packages out; --help imports every module of set-up."""
    answer = subprocess.run(
        [sys.executable, "-I", "-S", "-c", IMPORT_AND_HELP, str(ROOT)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert answer.returncode == 0, answer.stderr
    assert "--to {run,test,train}" in answer.stdout


IMPORT_AND_HELP = """
import sys
sys.path.insert(0, sys.argv[1])
from tools.setup.command_line import main
main(["--help"])
"""
