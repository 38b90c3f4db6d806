"""What microphone and loudspeaker share: PortAudio, which a machine may lack."""

import importlib
from typing import Any


class AudioDeviceMissing(RuntimeError):  # noqa: N818 - reads as what happened
    """There is no PortAudio or no such device; the message names the remedy."""


def portaudio() -> Any:  # noqa: ANN401 - sounddevice has no types
    """Return the module `sounddevice`.

    Raises:
        AudioDeviceMissing: the library PortAudio is not installed.
    """
    try:
        return importlib.import_module("sounddevice")
    except OSError as cause:
        raise AudioDeviceMissing(
            "no sound on this machine: PortAudio is missing; "
            "install libportaudio2, or set audio to `topics`"
        ) from cause


def default_rate_hz(direction: str, device: str | int | None) -> int:
    """Return the rate that a device has by itself: a bare sound card may know no other.

    Args:
        direction: `input` or `output`.
        device: PortAudio's name or number; None is the machine's default.

    Raises:
        ValueError: There is no such device, or PortAudio's own error.
    """
    rate_hz: float = portaudio().query_devices(device, direction)["default_samplerate"]
    return round(rate_hz)


def device_error(kind: str, device: str | int | None, cause: Exception) -> AudioDeviceMissing:
    """Return the error for a `kind` of device that cannot be opened: its parameter's name."""
    name = "the default one" if device is None else repr(device)
    return AudioDeviceMissing(
        f"no {kind} ({name}): {cause}; plug one in, or name another of `python -m sounddevice` "
        f"in the parameter `{kind}`"
    )
