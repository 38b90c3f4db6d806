"""`python -m robot_nodes.speech.training`: build the speech models, or widen their vocabulary."""

import argparse
import sys
from pathlib import Path

from robot_nodes.speech.speech_models import MODELS_FOLDER
from robot_nodes.speech.training.build import (
    EPOCHS,
    UTTERANCE_COUNT,
    Recipe,
    build_graph,
    build_model,
)
from robot_nodes.speech.training.extras import ExtraMissing
from robot_nodes.speech.training.model_folder import PhonesUnknown
from robot_nodes.speech.training.progress import Progress
from robot_nodes.speech.training.voices import ACCENTS
from schedules.locale import Locale


def main() -> int:
    """Return the exit code."""
    options = _options()
    progress = Progress()
    locales = [Locale(options.locale)] if options.locale else list(ACCENTS)
    try:
        for locale in locales:
            if options.graph_only:
                build_graph(locale, options.out / locale, progress)
            else:
                recipe = Recipe(locale, options.utterances, options.epochs)
                build_model(recipe, options.out / locale, progress)
    except (ExtraMissing, PhonesUnknown) as missing:
        sys.stderr.write(f"{missing}\n")
        return 1
    return 0


def _options() -> argparse.Namespace:
    command = "python -m robot_nodes.speech.training"
    parser = argparse.ArgumentParser(prog=command, description=__doc__)
    parser.add_argument("--locale", choices=list(ACCENTS), help="one language; without it all")
    parser.add_argument("--out", type=Path, default=MODELS_FOLDER, help="where the models go")
    parser.add_argument(
        "--graph-only",
        action="store_true",
        help="renew words and grammar, keep the network: a minute, and no PyTorch",
    )
    parser.add_argument("--utterances", type=int, default=UTTERANCE_COUNT)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
