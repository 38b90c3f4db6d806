"""How a request's body is packed on its way: by zstd where the server takes it, else by gzip."""

import gzip
import sys

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

ZSTD = "zstd"
GZIP = "gzip"
TAKEN = f"{ZSTD}, {GZIP}"
"""What the server says in `Accept-Encoding` of its answers (RFC 9110, 12.5.3)."""
MOST_WINDOW_LOG = 23
"""A zstd window of 8 MB, the most that a body over HTTP may ask for (RFC 9659)."""
_GZIP_LEVEL = 6
_ZSTD_LEVEL = 3

ZstdError = zstd.ZstdError


def packed(body: bytes, encoding: str) -> bytes:
    """Return the body packed; `encoding` is `ZSTD` or `GZIP`."""
    if encoding == ZSTD:
        return zstd.compress(body, _ZSTD_LEVEL)
    return gzip.compress(body, _GZIP_LEVEL)


def zstd_unpacker() -> zstd.ZstdDecompressor:
    """Return what unpacks one zstd frame, in bounded memory."""
    return zstd.ZstdDecompressor(
        options={zstd.DecompressionParameter.window_log_max: MOST_WINDOW_LOG}
    )
