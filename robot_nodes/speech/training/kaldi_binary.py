"""Kaldi's binary file format, as far as an acoustic model needs it."""

import struct

import numpy as np
from numpy.typing import NDArray


class KaldiBinary:
    """Collects the bytes of one file."""

    def __init__(self) -> None:
        self._parts = [b"\0B"]

    def token(self, *names: str) -> "KaldiBinary":
        """Append names such as `<Nnet3>`."""
        self._parts += [f"{name} ".encode() for name in names]
        return self

    def text(self, text: str) -> "KaldiBinary":
        """Append plain text, which Kaldi keeps even in binary files."""
        self._parts.append(text.encode())
        return self

    def integers(self, *values: int) -> "KaldiBinary":
        """Append integers one by one."""
        self._parts += [struct.pack("<bi", 4, value) for value in values]
        return self

    def number(self, value: float) -> "KaldiBinary":
        """Append a single-precision number."""
        self._parts.append(struct.pack("<bf", 4, value))
        return self

    def integer_vector(self, values: list[int]) -> "KaldiBinary":
        """Append integers as one vector."""
        self._parts.append(struct.pack(f"<bi{len(values)}i", 4, len(values), *values))
        return self

    def vector(self, values: NDArray[np.floating]) -> "KaldiBinary":
        """Append a vector of single-precision numbers."""
        self.token("FV").integers(len(values))
        self._parts.append(values.astype("<f4").tobytes())
        return self

    def matrix(self, values: NDArray[np.floating]) -> "KaldiBinary":
        """Append a matrix of single-precision numbers."""
        self.token("FM").integers(*values.shape)
        self._parts.append(np.ascontiguousarray(values, "<f4").tobytes())
        return self

    def to_bytes(self) -> bytes:
        """Return the file's contents."""
        return b"".join(self._parts)
