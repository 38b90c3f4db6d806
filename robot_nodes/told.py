"""What a log may say of a mistake."""

import traceback


def told(fault: BaseException) -> str:
    """Return what went wrong and where, without the message: it may quote what somebody said."""
    trace = traceback.extract_tb(fault.__traceback__)
    where = f"{trace[-1].name}, line {trace[-1].lineno}" if trace else "an unknown place"
    return f"{type(fault).__name__} in {where}"
