"""What the care API's answers, and its silence, mean to a robot."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from ipaddress import ip_address
from ssl import SSLCertVerificationError
from typing import TypeVar

import httpx
from pydantic import AwareDatetime, BaseModel, ValidationError

from robot_nodes.ports import ServerFaltered, ServerRefused, ServerUnreachable

_READ_S = 8.0
TIMEOUT = httpx.Timeout(connect=3.0, read=_READ_S, write=8.0, pool=3.0)
"""Seconds; of one step of an exchange."""

_UNTRUSTED = (
    "the care server's certificate is not trusted, and nothing was sent; renew it, set the robot's "
    "clock, or let SSL_CERT_FILE name a file with the authority that signed it"
)
_PROBLEM = "application/problem+json"
_TRY_AGAIN = frozenset({408, 425, 429})
_TOO_MUCH = frozenset({408, 413, 500, 504})
"""May be for what was sent: too large, too slow, or something that the server fails at."""

M = TypeVar("M", bound=BaseModel)


class _Problem(BaseModel):
    """RFC 9457, as far as a robot reads it."""

    title: str = ""
    detail: str = ""
    server_time: AwareDatetime | None = None
    """What the server's clock shows, where a signature held but its time did not."""


def checked_address(address: str) -> httpx.URL:
    """Return the care API's address.

    Raises:
        ValueError: It is no address, or would carry health data over the network in the clear.
    """
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL as fault:
        raise ValueError(f"care API address {address!r}: {fault}") from fault
    if url.scheme not in {"http", "https"} or not url.host:
        raise ValueError(f"care API address {address!r}: write it as https://host")
    if url.scheme == "http" and not is_loopback(url):
        raise ValueError(f"care API address {address!r}: use https, plain http is for this machine")
    return url


def is_loopback(url: httpx.URL) -> bool:
    """Return whether the address never leaves this machine."""
    try:
        return ip_address(url.host).is_loopback
    except ValueError:
        return url.host == "localhost"


def patient(wait_s: float) -> httpx.Timeout:
    """Return the timeouts of an exchange whose answer may take `wait_s` seconds longer."""
    return httpx.Timeout(
        connect=TIMEOUT.connect, read=_READ_S + wait_s, write=TIMEOUT.write, pool=TIMEOUT.pool
    )


@contextmanager
def network_told() -> Iterator[None]:
    """Turn the network's faults into `ServerUnreachable`, without addresses."""
    try:
        yield
    except (httpx.ConnectTimeout, httpx.PoolTimeout) as fault:
        raise ServerUnreachable("no connection to the care server in time") from fault
    except (httpx.TimeoutException, TimeoutError) as fault:
        raise ServerFaltered("no answer from the care server in time") from fault
    except httpx.ConnectError as fault:
        told = _UNTRUSTED if _is_untrusted(fault) else "no connection to the care server"
        raise ServerUnreachable(told) from fault
    except httpx.RequestError as fault:
        raise ServerUnreachable("the exchange with the care server broke off") from fault


def _is_untrusted(fault: BaseException) -> bool:
    """Return whether it was the certificate for which there is no connection."""
    causes = [fault]
    while (cause := causes[-1].__cause__ or causes[-1].__context__) is not None:
        causes.append(cause)
    return any(isinstance(each, SSLCertVerificationError) for each in causes)


def accepted(response: httpx.Response) -> httpx.Response:
    """Return the answer if it is one to go on with.

    Raises:
        ServerFaltered: It was too much for the server, or for what stands before it.
        ServerUnreachable: The server cannot now, or what answered is not the care API.
        ServerRefused: The care API refused for good.
    """
    code = response.status_code
    if response.is_success or code == httpx.codes.NOT_MODIFIED:
        return response
    if code in _TOO_MUCH:
        raise ServerFaltered(f"the care server answered {code}")
    if response.is_server_error or code in _TRY_AGAIN:
        raise ServerUnreachable(f"the care server answered {code}")
    if not response.headers.get("content-type", "").startswith(_PROBLEM):
        raise ServerUnreachable(f"something other than the care API answered {code}")
    raise ServerRefused(f"the care server refused ({code}): {_told(response)}")


def parsed(model: type[M], response: httpx.Response) -> M:
    """Return the answer's body as a value.

    Raises:
        ServerUnreachable: It is not what the care API answers.
    """
    try:
        return model.model_validate_json(response.content)
    except ValidationError as fault:
        raise ServerUnreachable(f"the answer is not the care API's {model.__name__}") from fault


def server_time(response: httpx.Response) -> datetime | None:
    """Return the server's time, where it refused a signature for its time alone."""
    return None if response.is_success else _problem(response).server_time


def _told(response: httpx.Response) -> str:
    problem = _problem(response)
    return problem.detail or problem.title or "no reason given"


def _problem(response: httpx.Response) -> _Problem:
    try:
        return _Problem.model_validate_json(response.content)
    except ValidationError:
        return _Problem()
