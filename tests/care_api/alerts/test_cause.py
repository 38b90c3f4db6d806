import pytest

from care_api.alerts import vkp
from care_api.alerts.cause import CLASSIFICATIONS, Cause, of_help
from codebook.alert import Severity
from codebook.help import HelpCause


@pytest.mark.parametrize("cause", Cause)
def test_every_cause_is_filed_under_a_national_code(cause: Cause) -> None:
    assert CLASSIFICATIONS[cause].code in vkp.displays("alert-code")


def test_severities_are_the_national_ones() -> None:
    assert {str(int(severity)) for severity in Severity} == set(vkp.displays("severity-level"))


@pytest.mark.parametrize("cause", HelpCause)
def test_a_call_for_help_is_always_critical(cause: HelpCause) -> None:
    assert CLASSIFICATIONS[of_help(cause)].severity is Severity.CRITICAL


def test_a_list_names_its_code_system() -> None:
    assert vkp.system("alert-code") == "http://ehelse.no/fhir/CodeSystem/vkp-alert-code-v090"
