"""One ear for each language, and the small grammar that goes with it."""

from collections.abc import Collection, Mapping

from robot_nodes.dialogue.agreement import CONSEQUENCES
from robot_nodes.dialogue.asked_phrases import AskedPhrases
from robot_nodes.dialogue.intents import Interpreter
from robot_nodes.ears.models import SPEECH_LOCALES, Decoders, Loaders, ModelSetting, load_decoders
from robot_nodes.speech.listener import Listener
from robot_nodes.speech.voice_activity import SileroVoiceActivity
from schedules.locale import LANGUAGE_TAGS, Locale

_INTO_A_SENTENCE = frozenset({"stop"})
"""Intents that the small grammar must hear where nothing else has words before the end."""
_NO_PHRASES = AskedPhrases({})


class Languages:
    """Loads models, and loads those again that could not be used. `heal` in any one thread."""

    def __init__(
        self,
        settings: Mapping[Locale, ModelSetting],
        interpreter: Interpreter,
        loaders: Loaders,
    ) -> None:
        """Load all of them; those that cannot be used are told by `troubles`."""
        self._settings = settings
        self._interpreter = interpreter
        self._loaders = loaders
        self.troubles: dict[Locale, str] = {}
        """Language -> what is wrong with its model, for a technician."""
        self.deaf: set[Locale] = set()
        """Those of which nothing hears a word."""
        self._phrases: dict[Locale, AskedPhrases] = {}
        self._late: set[Locale] = set()
        """Languages that are heard in words only once an utterance has ended."""
        own = [each for each in Locale if each in SPEECH_LOCALES or each in settings]
        self._by_model = {each: self._taken(each, self._load(each)) for each in own}

    def listeners(self) -> dict[Locale, Listener]:
        """Return what listens to each language; some are heard alike."""
        return {locale: self._by_model[self._model(locale)] for locale in Locale}

    def heard_by(self, model: Locale) -> tuple[Locale, ...]:
        """Return the languages that a language's model hears."""
        return tuple(locale for locale in Locale if self._model(locale) is model)

    def phrases(self, locale: Locale, asked: Collection[str]) -> tuple[str, ...]:
        """Return the small grammar: what was asked, and all that has consequences."""
        model = self._model(locale)
        sooner = _INTO_A_SENTENCE if model in self._late else ()
        return self._phrases.get(model, _NO_PHRASES).phrases(CONSEQUENCES.union(asked, sooner))

    def heal(self, model: Locale) -> Listener | None:
        """Load a model once more; return a new ear, or None where nothing is better."""
        decoders = self._load(model)
        is_better = not decoders.trouble or (model in self.deaf and not decoders.is_deaf)
        return self._taken(model, decoders) if is_better else None

    def _model(self, locale: Locale) -> Locale:
        """Return the language whose model hears `locale`: its own, or one that it shares."""
        return locale if locale in self._by_model else LANGUAGE_TAGS[locale].speech_model

    def _load(self, model: Locale) -> Decoders:
        return load_decoders(model, self._settings.get(model, ModelSetting()), self._loaders)

    def _taken(self, model: Locale, decoders: Decoders) -> Listener:
        """Return a new ear, and take note of what it can hear."""
        grammar = self._interpreter.grammars.get(model)
        if grammar is not None:
            self._phrases[model] = AskedPhrases.of(grammar, decoders.vocabulary)
        if decoders.is_late:
            self._late.add(model)
        if decoders.trouble:
            self.troubles[model] = decoders.trouble
        else:
            self.troubles.pop(model, None)
        if decoders.is_deaf:
            self.deaf.add(model)
        else:
            self.deaf.discard(model)
        return Listener(SileroVoiceActivity(), decoders.full, decoders.others)
