from dataclasses import dataclass

import pytest

from care_api.residents.address import FormOfAddress, spoken_address


@dataclass
class Somebody:
    form_of_address: str
    title: str = ""
    name: str = "Solveig Marie Lund"
    spoken_name: str = "Solveig"


@pytest.mark.parametrize(
    ("form", "title", "spoken"),
    [
        (FormOfAddress.FIRST_NAME, "fru", "Solveig"),
        (FormOfAddress.FULL_NAME, "", "Solveig Marie Lund"),
        (FormOfAddress.TITLE, "fru", "fru Lund"),
        (FormOfAddress.TITLE, "", "Solveig"),
    ],
)
def test_a_resident_is_addressed_as_they_want(form: FormOfAddress, title: str, spoken: str) -> None:
    assert spoken_address(Somebody(form.value, title)) == spoken
