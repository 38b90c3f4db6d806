"""A handover's report in parts that a phone carries: pure."""

from dataclasses import dataclass, replace

from care_api.handovers.views import ShownReport

PEOPLE_SHOWN = 50
"""Residents in one part."""
COMING_SHOWN = 50
"""Tasks of the next hours beside each part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which part of a report the reader wants."""

    side: int = 1
    """From 1; one that does not exist is the last."""
    is_whole: bool = False
    """All at once, for paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPart:
    """One part, and where it stands in the whole."""

    report: ShownReport
    side: int
    sides: int
    first: int
    """Number of the first resident shown, from 1."""
    people: int
    """Residents in the whole report."""
    more_coming: int
    """Tasks of the next hours that are left out."""
    is_whole: bool

    @property
    def is_cut(self) -> bool:
        """Whether the whole holds more than this part shows."""
        return self.sides > 1 or self.more_coming > 0


def part_of(report: ShownReport, asked: Asked) -> ReportPart:
    """Return a part of a report: residents with something to tell come first, then by name."""
    people = sorted(report.people, key=lambda person: person.is_quiet)
    at_once = max(1, len(people)) if asked.is_whole else PEOPLE_SHOWN
    sides = max(1, -(-len(people) // at_once))
    side = min(asked.side, sides)
    start = (side - 1) * at_once
    coming = report.coming if asked.is_whole else report.coming[:COMING_SHOWN]
    return ReportPart(
        report=replace(report, people=tuple(people[start : start + at_once]), coming=coming),
        side=side,
        sides=sides,
        first=start + 1,
        people=len(people),
        more_coming=len(report.coming) - len(coming),
        is_whole=asked.is_whole,
    )
