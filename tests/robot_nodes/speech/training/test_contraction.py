import pytest

from robot_nodes.speech.training.contraction import with_apostrophe


@pytest.mark.parametrize(
    ("form", "plain", "written"),
    [
        ("ive", "i have", "i've"),
        ("havent", "have not", "haven't"),
        ("itll", "it will", "it'll"),
        ("i've", "i have", "i've"),
        ("tis", "it is", "tis"),
        ("meds", "medicine", "meds"),
        ("harke", "har ikke", "harke"),
    ],
)
def test_a_contraction_gets_its_apostrophe_back(form: str, plain: str, written: str) -> None:
    assert with_apostrophe(form, plain) == written
