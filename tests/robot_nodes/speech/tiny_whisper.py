"""A Whisper model of a few kilobytes with random weights: it hears nothing, but loads and runs."""

import json
from pathlib import Path
from typing import Any

import numpy as np

WIDTH, HEADS, LAYERS, MELS = 64, 2, 2, 80
LANGUAGES = ("en", "no", "nn")


def write_tiny_whisper(folder: Path, ctranslate2: Any, tokenizers: Any) -> None:  # noqa: ANN401 - untyped packages
    """Write the model, with the packages that faster-whisper itself is built on."""
    letters = sorted(tokenizers.pre_tokenizers.ByteLevel.alphabet())
    special = _special_tokens()
    words = [*letters, *special]
    spec = ctranslate2.specs.WhisperSpec(LAYERS, HEADS, LAYERS, HEADS)
    _fill(spec, len(words), np.random.default_rng(0))
    spec.register_vocabulary(words)
    spec.config.suppress_ids = []
    spec.config.suppress_ids_begin = []
    spec.config.lang_ids = [words.index(f"<|{language}|>") for language in LANGUAGES]
    spec.config.alignment_heads = [(1, 0)]
    spec.validate()
    spec.optimize()
    spec.save(str(folder))
    _write_tokenizer(folder, tokenizers, letters, special)
    features = {"feature_size": MELS, "sampling_rate": 16_000, "hop_length": 160}
    features |= {"chunk_length": 30, "n_fft": 400}
    (folder / "preprocessor_config.json").write_text(json.dumps(features))


def _special_tokens() -> list[str]:
    named = ["endoftext", "startoftranscript", *LANGUAGES, "translate", "transcribe"]
    named += ["startoflm", "startofprev", "nospeech", "notimestamps"]
    return [f"<|{name}|>" for name in [*named, *(f"{n * 0.02:.2f}" for n in range(1501))]]


def _fill(spec: Any, words: int, random: np.random.Generator) -> None:  # noqa: ANN401 - untyped
    def some(*shape: int) -> np.ndarray:
        return random.normal(0, 0.05, shape).astype(np.float32)

    encoder, decoder = spec.encoder, spec.decoder
    for convolution, channels in ((encoder.conv1, MELS), (encoder.conv2, WIDTH)):
        convolution.weight = some(WIDTH, channels, 3)
        convolution.bias = np.zeros(WIDTH, np.float32)
    encoder.position_encodings.encodings = some(1500, WIDTH)
    decoder.position_encodings.encodings = some(448, WIDTH)
    decoder.embeddings.weight = decoder.projection.weight = some(words, WIDTH)
    decoder.scale_embeddings = False
    norms = [encoder.layer_norm, decoder.layer_norm]
    linears: list[tuple[Any, int, int]] = []
    for layer in (*encoder.layer, *decoder.layer):
        norms += [layer.self_attention.layer_norm, layer.ffn.layer_norm]
        linears += zip(layer.self_attention.linear, (3, 1), (1, 1), strict=True)
        linears += [(layer.ffn.linear_0, 4, 1), (layer.ffn.linear_1, 1, 4)]
    for layer in decoder.layer:
        norms.append(layer.attention.layer_norm)
        linears += zip(layer.attention.linear, (1, 2, 1), (1, 1, 1), strict=True)
    for norm in norms:
        norm.gamma, norm.beta = np.ones(WIDTH, np.float32), np.zeros(WIDTH, np.float32)
    for linear, out, into in linears:
        linear.weight = some(out * WIDTH, into * WIDTH)
        linear.bias = np.zeros(out * WIDTH, np.float32)


def _write_tokenizer(
    folder: Path,
    tokenizers: Any,  # noqa: ANN401 - untyped
    letters: list[str],
    special: list[str],
) -> None:
    model = tokenizers.models.BPE(vocab={word: n for n, word in enumerate(letters)}, merges=[])
    tokenizer = tokenizers.Tokenizer(model)
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = tokenizers.decoders.ByteLevel()
    tokenizer.add_special_tokens(
        [tokenizers.AddedToken(word, special=True, normalized=False) for word in special]
    )
    tokenizer.save(str(folder / "tokenizer.json"))
