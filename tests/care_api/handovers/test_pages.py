"""The pages of a handover: two nurses, one report, two signatures."""

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from care_api.audit import service as audit
from care_api.handovers import service
from care_api.handovers.parts import PEOPLE_SHOWN
from care_api.residents import service as residents
from care_api.tasks import service as tasks
from codebook.check_in import CheckInAnswered
from codebook.event import Body
from codebook.help import HelpCancelled, HelpCause, HelpRequested
from codebook.robot import Component, RobotFault
from codebook.task import TaskReported, TaskUnanswered
from schedules.outcome import EvidenceGrade, Outcome
from tests.care_api.events.sending import send
from tests.care_api.lived_in import MANY, move_in_more
from tests.care_api.village import CHECK, CHECK_TODAY, DOSE, DOSE_TODAY, Village


class Nurse:
    """Somebody at the pages."""

    def __init__(self, village: Village, client: TestClient, user_name: str) -> None:
        self._village, self._client, self._name = village, client, user_name

    def get(self, address: str) -> Response:
        self._village.log_in(self._client, self._name)
        answer: Response = self._client.get(address)
        return answer

    def post(self, address: str, **form: object) -> Response:
        token = self._village.log_in(self._client, self._name)["X-CSRF-Token"]
        answer: Response = self._client.post(address, data={"csrf_token": token, **form})
        return answer


@pytest.fixture
def kari(village: Village, client: TestClient) -> Nurse:
    return Nurse(village, client, "kari")


@pytest.fixture
def siri(village: Village, client: TestClient) -> Nurse:
    return Nurse(village, client, "siri")


def tell(village: Village, *bodies: Body, resident: UUID | None = None) -> None:
    now = village.clock.now()
    who = resident or village.solveig
    send(village, *(village.robot.event(body, who, now) for body in bodies))


def begin(nurse: Nurse, village: Village, after: int = 0) -> Response:
    return nurse.post("/handover/begin", unit_id=village.solbakken, after=after)


def hidden(page: Response, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page.text)
    assert found, name
    return found.group(1)


def test_the_report_tells_what_happened_and_what_is_open(village: Village, kari: Nurse) -> None:
    cry = village.robot.event(
        HelpRequested(
            cause=HelpCause.FALLEN, utterance_id="u", transcript="x", grade=EvidenceGrade.SAID
        ),
        village.arne,
        village.clock.now(),
    )
    send(village, cry)
    tell(
        village,
        HelpCancelled(requested_event_id=cry.id, utterance_id="v", grade=EvidenceGrade.SAID),
        resident=village.arne,
    )
    stage: dict[str, UUID] = {"occurrence_id": DOSE_TODAY, "item_id": DOSE.id}
    tell(
        village,
        TaskReported(**stage, outcome=Outcome.REFUSED, grade=EvidenceGrade.SAID),
        CheckInAnswered(
            occurrence_id=CHECK_TODAY,
            item_id=CHECK.id,
            question_id="feeling",
            answer="unwell",
            transcript="svimmel",
            is_worrying=True,
            grade=EvidenceGrade.SAID,
        ),
        RobotFault(component=Component.MICROPHONE, code="gone", detail="plug it in"),
    )
    page = kari.get("/handover").text
    for words in (
        "Arne Bakken",
        "Ropte om hjelp: melder om fall",
        "Sa at det ikke trengs hjelp",
        "Paracet",
        "Ville ikke",
        "Hvordan går det?",
        "mikrofonen",
        "Planen ble endret",
        "Morgentilsyn",
    ):
        assert words in page, words
    assert "svimmel" not in page  # what was said stands in the resident's day


def test_what_is_still_to_come_does_not_hold_what_should_have_been_over(
    village: Village, kari: Nurse
) -> None:
    village.clock.pass_by(timedelta(minutes=70))  # twenty to nine: the dose was due at eight
    report = kari.get("/handover").text.split("Hva som skjedde")[0]
    unfinished, coming = report.split("Kommer de neste åtte timene")
    assert "Ikke over ennå, selv om tiden er kommet" in unfinished
    assert "Paracet" in unfinished
    assert "Paracet" not in coming
    assert "Morgentilsyn" in coming


def test_a_dose_of_which_the_server_heard_nothing_is_told(village: Village, kari: Nurse) -> None:
    village.clock.pass_by(timedelta(hours=6))
    with village.work() as work:
        assert tasks.sweep(work) > 0
    page = kari.get("/handover").text
    assert "Paracet, én tablett</strong>: Ikke meldt" in page


def test_two_nurses_sign_the_same_report(village: Village, kari: Nurse, siri: Nurse) -> None:
    tell(
        village,
        HelpRequested(
            cause=HelpCause.PAIN, utterance_id="u", transcript="x", grade=EvidenceGrade.SAID
        ),
    )
    begun = begin(kari, village)
    address = begun.url.path
    assert begin(siri, village).url.path == address  # whoever comes second gets the same
    assert "venter på underskrift" in kari.get("/").text
    form = {"digest": hidden(begun, "digest")}
    kari.post(f"{address}/sign", part="gives", note="Solveig har vondt.", **form)
    assert kari.post(f"{address}/sign", part="takes", **form).status_code == 409
    assert "Solveig har vondt." in siri.get(address).text
    done = siri.post(f"{address}/sign", part="takes", **form)
    assert "Kari Lund" in done.text
    assert "Siri Lund" in done.text
    assert "Signer som" not in done.text
    assert "venter på underskrift" not in kari.get("/").text
    after = siri.post(f"{address}/add", words="Arne også.").text
    assert "Arne også." in after
    assert "Solveig har vondt." in after


def test_a_signature_for_something_else_is_refused(village: Village, kari: Nurse) -> None:
    address = begin(kari, village).url.path
    answer = kari.post(f"{address}/sign", part="gives", digest="0" * 64)
    assert answer.status_code == 412


def test_another_units_handover_does_not_exist(
    village: Village, client: TestClient, kari: Nurse
) -> None:
    hege = Nurse(village, client, "hege")
    address = begin(kari, village).url.path
    assert hege.get(address).status_code == 404
    assert hege.get(f"/handover?unit={village.solbakken}").status_code == 404
    for action, form in (
        ("sign", {"part": "gives", "digest": "0" * 64}),
        ("add", {"words": "hei"}),
    ):
        assert hege.post(f"{address}/{action}", **form).status_code == 404
    assert begin(hege, village).status_code == 404
    assert Nurse(village, client, "mons").get("/handover").status_code == 403


def test_each_reading_is_a_look_at_those_it_tells_about(village: Village, siri: Nurse) -> None:
    siri.get("/handover")
    with village.database.reading() as session:
        assert [look.what for look in audit.accesses(session, village.solveig)] == ["show_running"]
        assert audit.accesses(session, village.arne) == ()


def test_what_comes_in_after_a_handover_has_begun_is_told_by_the_next(
    village: Village, kari: Nurse
) -> None:
    begun = begin(kari, village)
    village.clock.pass_by(timedelta(minutes=5))
    stage: dict[str, UUID] = {"occurrence_id": CHECK_TODAY, "item_id": CHECK.id}
    tell(village, TaskUnanswered(**stage, attempts=2))
    page = kari.get("/handover").text
    assert "Morgentilsyn</strong>" in page
    assert "Morgentilsyn</strong>" not in kari.get(begun.url.path).text


def test_a_note_has_a_longest_length(village: Village, kari: Nurse) -> None:
    begun = begin(kari, village)
    note = "x" * (service.MOST_WORDS + 1)
    form = {"digest": hidden(begun, "digest")}
    assert kari.post(f"{begun.url.path}/sign", part="gives", note=note, **form).status_code == 422


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_large_unit_is_told_in_parts_and_whole_on_paper(village: Village, kari: Nurse) -> None:
    move_in_more(village, PEOPLE_SHOWN)
    with village.work() as work:
        ids = [each.id for each in residents.of_units(work.session, [village.solbakken])]
    for each in ids:
        cry = HelpRequested(
            cause=HelpCause.PAIN, utterance_id="u", transcript="x", grade=EvidenceGrade.SAID
        )
        tell(village, cry, resident=each)
    address = begin(kari, village, after=MANY).url.path
    first, last, whole = (
        kari.get(f"{address}{query}").text for query in ("", "?side=2", "?whole=true")
    )
    everybody = set(re.findall(r'id="person-([^"]+)"', whole))
    parts = [re.findall(r'id="person-([^"]+)"', page) for page in (first, last)]
    assert len(parts[0]) == PEOPLE_SHOWN
    assert sorted(parts[0] + parts[1]) == sorted(everybody)
    assert "gjelder alle" in first  # who signs is told that there is more
    assert f'{address}?side=2"' in first
    assert "gjelder alle" not in whole
    running = kari.get("/handover").text  # nobody to tell of, and more to come than it shows
    assert f'"/handover?unit={village.solbakken}&amp;whole=true"' in running


def test_who_is_new_in_the_unit_is_told_by_the_next_handover_alone(
    village: Village, kari: Nurse
) -> None:
    begin(kari, village)
    with village.work() as work:
        village.move_in(work, uuid4(), village.solbakken, "Berit Dahl")
    told = kari.get("/handover").text
    assert re.search(r"Berit Dahl.*ny i enheten", told)
    assert told.count("ny i enheten") == 1
    village.clock.pass_by(timedelta(hours=8))
    begin(kari, village, after=1)
    assert "ny i enheten" not in kari.get("/handover").text
