import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli.demo.domain import SAFE_DOMAINS, DomainsTaken, free_domain

HOLD = """
import sys
from pathlib import Path
from cli.demo.domain import free_domain
held = free_domain(Path(sys.argv[1]))
print(held.number, flush=True)
sys.stdin.read()
"""


def test_no_two_demonstrations_have_one_domain(tmp_path: Path) -> None:
    held = [free_domain(tmp_path) for _ in SAFE_DOMAINS]
    assert sorted(domain.number for domain in held) == list(SAFE_DOMAINS)
    with pytest.raises(DomainsTaken, match="end one of them"):
        free_domain(tmp_path)

    held[3].release()
    again = free_domain(tmp_path)
    assert again.number == held[3].number
    for domain in (*held[:3], *held[4:], again):
        domain.release()


def test_a_domain_of_another_process_is_free_once_that_is_gone(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        theirs = int(other.stdout.readline())
        ours = [free_domain(tmp_path) for _ in SAFE_DOMAINS[1:]]
        assert theirs not in {domain.number for domain in ours}
        other.kill()
    last = free_domain(tmp_path)
    assert last.number == theirs
    for domain in (*ours, last):
        domain.release()


def test_a_demonstration_is_heard_on_this_machine_only(tmp_path: Path) -> None:
    before = dict(os.environ)
    domain = free_domain(tmp_path)
    assert domain.environment["ROS_DOMAIN_ID"] == str(domain.number)
    assert "loopback" in domain.environment["FASTRTPS_DEFAULT_PROFILES_FILE"]
    assert dict(os.environ) == before
    domain.release()
