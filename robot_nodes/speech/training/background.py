"""What sounds behind a resident's voice: people talking over one another, a radio's music."""

from collections.abc import Sequence

import numpy as np

from robot_nodes.speech.audio import HEARING_RATE_HZ
from robot_nodes.speech.training.augmentation import Random, Sound

LOWEST_NOTE_HZ, HIGHEST_NOTE_HZ = 80.0, 700.0
CHORDS = ((0, 4, 7), (0, 3, 7), (0, 5, 9), (0, 4, 7, 10), (0, 7), (0,))
"""Semitones above the lowest note."""
SHORTEST_CHORD_S, LONGEST_CHORD_S = 0.15, 1.2
HARMONICS = 8


def looped(sound: Sound, length: int, offset: int) -> Sound:
    """Return `length` samples of `sound`, over and over, from `offset` on."""
    turned: Sound = np.resize(np.roll(sound, -offset), length)
    return turned


def babble(voices: Sequence[Sound], length: int, random: Random) -> Sound:
    """Return all of `voices` at once, each as loud as the next, from anywhere in each."""
    mixed: Sound = np.zeros(length)
    for voice in voices:
        level = float(voice.std()) or 1.0
        mixed += looped(voice, length, int(random.integers(len(voice)))) / level
    return mixed


def music(length: int, random: Random) -> Sound:
    """Return chords of plucked and held notes, one after another."""
    played: Sound = np.zeros(length)
    at = 0
    while at < length:
        count = round(random.uniform(SHORTEST_CHORD_S, LONGEST_CHORD_S) * HEARING_RATE_HZ)
        chord = _chord(min(count, length - at), random)
        played[at : at + len(chord)] = chord
        at += count
    return played


def behind(sound: Sound, background: Sound, snr_db: float) -> Sound:
    """Return `sound` with `background`, as long, `snr_db` below its own mean power."""
    wanted = np.sqrt(np.mean(sound**2) / 10 ** (snr_db / 10))
    louder: Sound = sound + background * wanted / max(float(background.std()), 1e-9)
    return louder


def _chord(count: int, random: Random) -> Sound:
    lowest_hz = LOWEST_NOTE_HZ * (HIGHEST_NOTE_HZ / LOWEST_NOTE_HZ) ** random.random()
    decay_s = random.choice((0.15, 0.5, 5.0))
    seconds = np.arange(count) / HEARING_RATE_HZ
    dullness = random.uniform(0.8, 2.5)
    sounding: Sound = np.zeros(count)
    for semitones in CHORDS[int(random.integers(len(CHORDS)))]:
        note_hz = lowest_hz * 2 ** (semitones / 12)
        for harmonic in range(1, HARMONICS + 1):
            phase = random.uniform(0, 2 * np.pi)
            turns = 2 * np.pi * note_hz * harmonic * seconds
            sounding += np.sin(turns + phase) / harmonic**dullness
    fading: Sound = sounding * np.exp(-seconds / decay_s)
    return fading
