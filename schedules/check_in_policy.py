"""Which answers of a check-in a nurse should see at once."""

from collections.abc import Mapping
from types import MappingProxyType

SEVERE = frozenset({"help", "fallen", "pain"})
"""Answers that come before everything else, whatever was asked."""

WORRYING: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "feeling": frozenset({"feel_bad", "unwell", "lonely", "call_nurse", *SEVERE}),
        "sleep": frozenset({"unwell", "call_nurse", *SEVERE}),
        "yes_expected": frozenset({"deny", "unwell", "call_nurse", *SEVERE}),
        "no_expected": frozenset({"affirm", "unwell", "call_nurse", *SEVERE}),
        "open": frozenset({"unwell", "call_nurse", *SEVERE}),
    }
)
"""Kind of question -> intents that worry. A bad night alone does not alarm; a bad day does."""


def is_worrying(question_kind: str, intent: str) -> bool:
    """Return whether a nurse should see this answer now.

    Raises:
        KeyError: `question_kind` is none of `WORRYING`'s.
    """
    return intent in WORRYING[question_kind]
