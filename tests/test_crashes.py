import subprocess
import sys
from pathlib import Path

import pytest

RUN = (sys.executable, "-m", "pytest", "-p", "tests.crashes", "-p", "no:cacheprovider", "-n", "1")


@pytest.mark.parametrize(
    ("last_act", "told"),
    [
        ("import ctypes; ctypes.string_at(0)", ("SIGSEGV", "in test_it_ends")),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", ("SIGKILL",)),
        ("import os; os._exit(3)", ("exit code 3",)),
    ],
)
def test_a_crashed_worker_tells_how_it_ended(
    tmp_path: Path, last_act: str, told: tuple[str, ...]
) -> None:
    (tmp_path / "test_end.py").write_text(f"def test_it_ends():\n    {last_act}\n")
    command = [*RUN, "--max-worker-restart=0", "--rootdir", str(tmp_path), "-c", "/dev/null", "."]
    run = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert run.returncode != 0
    for words in ("crash of worker gw0", *told):
        assert words in run.stdout
