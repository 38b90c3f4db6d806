"""`python -m robot_nodes.dialogue.training`: learn the second opinion and write its models."""

import sys

from robot_nodes.dialogue.grammar import Grammar
from robot_nodes.dialogue.intent_file import HEARD_TOGETHER
from robot_nodes.dialogue.training import examples
from robot_nodes.dialogue.training.fitting import fit


def main() -> None:
    """Fit one model for each set of locales that are heard together."""
    for locales in dict.fromkeys(HEARD_TOGETHER.values()):
        learnt_from = examples.of(locales)
        normaliser = Grammar.load(locales).normaliser
        model = fit(learnt_from, dict.fromkeys(locales, normaliser))
        path = model.save(locales)
        sys.stdout.write(f"{path.name}: {len(learnt_from)} sentences, {path.stat().st_size} B\n")


if __name__ == "__main__":
    main()
