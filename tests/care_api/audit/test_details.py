"""What stands beside an entry is read by a person, not by a program."""

from datetime import UTC, datetime

import pytest

from care_api.audit.act import Act
from care_api.audit.details import detail_words
from care_api.audit.search import Found
from care_api.audit.service import LINK_LOOK


def said(what: str, detail: str) -> str:
    line = Found(
        at=datetime(2026, 3, 2, tzinfo=UTC),
        staff_name=None,
        what=what,
        resident_name=None,
        subject_name=None,
        detail=detail,
        seal=None,
    )
    return detail_words(line, say=str.upper, minute=lambda moment: f"{moment:%H.%M}")


@pytest.mark.parametrize(
    ("what", "detail", "words"),
    [
        (LINK_LOOK, "link 019cacfd-3000-7487-ba9a-ed329e490fd6", ""),
        (
            Act.ROLES_CHANGED,
            "carer → carer, nurse",
            "CARE WORKER → CARE WORKER, NURSE",
        ),
        (
            Act.ALERTS_LENT,
            "Nord: 2026-03-02T14:20+00:00 – 2026-03-02T20:00+00:00",
            "Nord: 14.20 – 20.00",
        ),
        (
            Act.AWAY_NOTED,
            "Kari: 2026-03-02T14:20+00:00 – 2026-03-02T20:00+00:00",
            "Kari: 14.20 – 20.00",
        ),
        (Act.HANDOVER_SIGNED, "gives", "HANDS OVER"),
        (Act.AUDIT_VERIFIED, "whole", "THE LOG IS WHOLE"),
        (Act.AUDIT_EXPORTED, "44: resident=019cacfd", "ENTRIES: 44"),
        (
            Act.RETENTION_KEPT,
            "notes: 3, older than 2026-03-02",
            "NOTES: 3, OLDER THAN 2026-03-02",
        ),
        (Act.UNIT_RENAMED, "Nord → Sør", "Nord → Sør"),
    ],
)
def test_no_id_role_or_instant_is_shown_as_the_log_keeps_it(
    what: str, detail: str, words: str
) -> None:
    assert said(what, detail) == words
