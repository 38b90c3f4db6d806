"""What ails a part of the robot: each trouble told once when it comes, and once when it is over."""

from collections.abc import Callable

from codebook.robot import Component, RobotFault


class Troubles:
    """Used in one thread."""

    def __init__(self, tell: Callable[[RobotFault], None]) -> None:
        self._tell = tell
        self._present: dict[str, RobotFault] = {}

    @property
    def codes(self) -> frozenset[str]:
        """Of the troubles under way."""
        return frozenset(self._present)

    @property
    def present(self) -> str:
        """What is wrong now, one line; empty while all is well."""
        return "; ".join(fault.detail for fault in self._present.values())

    def came(self, component: Component, code: str, detail: str) -> None:
        """Take note of a trouble; told only where it is new."""
        fault = RobotFault(component=component, code=code, detail=detail)
        if code not in self._present:
            self._present[code] = fault
            self._tell(fault)

    def went(self, code: str, detail: str) -> None:
        """Take note that a trouble is over, if it was there."""
        fault = self._present.pop(code, None)
        if fault is not None:
            self._tell(fault.model_copy(update={"detail": detail, "is_resolved": True}))
