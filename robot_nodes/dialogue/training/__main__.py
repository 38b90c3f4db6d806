"""`python -m robot_nodes.dialogue.training`: learn the second opinion and write its models.

With `--held-out` nothing is written: every voice in turn is left out of what is learnt and then
judged, which takes some minutes.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence

from robot_nodes.dialogue.grammar import Grammar
from robot_nodes.dialogue.intent_file import HEARD_TOGETHER
from robot_nodes.dialogue.training import examples
from robot_nodes.dialogue.training.fitting import fit
from robot_nodes.dialogue.training.voices import held_out
from schedules.locale import Locale


def main() -> None:
    """Fit one model for each set of locales that are heard together, or judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--held-out", action="store_true", help="judge on voices left out")
    is_judged = parser.parse_args().held_out
    for locales in dict.fromkeys(HEARD_TOGETHER.values()):
        for line in _judge(locales) if is_judged else _learn(locales):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()


def _learn(locales: Sequence[Locale]) -> Iterator[str]:
    learnt_from = examples.of(locales)
    grammar = Grammar.load(locales)
    path = fit(learnt_from, grammar.normaliser, grammar.kinds).save(locales)
    yield f"{path.name}: {len(learnt_from)} sentences, {path.stat().st_size} B"


def _judge(locales: Sequence[Locale]) -> Iterator[str]:
    for one in held_out(locales):
        yield f"{one.voice}: {one.score.ratio:.3f} of {one.score.total}"
        for told in one.score.wrong:
            yield f"    {told.intent} heard as {told.understood}: {told.text}"


if __name__ == "__main__":
    main()
