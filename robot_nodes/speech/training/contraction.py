"""English contractions: the intent files list them without their apostrophe."""

_ENDINGS = {
    "not": "n't",
    "will": "'ll",
    "have": "'ve",
    "is": "'s",
    "has": "'s",
    "am": "'m",
    "are": "'re",
    "had": "'d",
    "would": "'d",
}
"""By the last of the words that are drawn together."""


def with_apostrophe(form: str, plain: str) -> str:
    """Return `form` as it is written: `ive`, which stands for `i have`, becomes `i've`."""
    words = plain.split()
    ending = _ENDINGS.get(words[-1], "'")
    bare = ending.replace("'", "")
    is_contracted = len(words) > 1 and bare and form[0] == plain[0] and form.endswith(bare)
    if not is_contracted or "'" in form or " " in form:
        return form
    return form.removesuffix(bare) + ending
