from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from cli.demo.admission import Admission, read_admission, write_admission


@dataclass(frozen=True)
class Seeded:
    user_name: str = "kari.lund"
    password: str | None = "invented"
    pairing_code: str = "ABCDE-FGHIJ"
    colleagues: Mapping[str, str] = field(default_factory=lambda: {"marit.nes": "leader"})


def test_what_the_server_wrote_the_director_reads(tmp_path: Path) -> None:
    write_admission(tmp_path / "admission.json", Seeded())
    assert read_admission(tmp_path / "admission.json") == Admission(
        user_name="kari.lund",
        password="invented",
        colleagues={"marit.nes": "leader"},
        pairing_code="ABCDE-FGHIJ",
    )


def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    write_admission(tmp_path / "admission.json", Seeded())
    assert (tmp_path / "admission.json").stat().st_mode & 0o077 == 0


def test_an_admission_that_is_not_there_yet_is_no_admission(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_admission(tmp_path / "admission.json")
