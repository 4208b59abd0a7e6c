"""What a web address answers: one GET that a person asked for, limited in size, time, redirects and reach."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import TYPE_CHECKING
from urllib.parse import quote, urldefrag, urljoin, urlsplit, urlunsplit

from ...errors import InputError

if TYPE_CHECKING:
    from urllib3.connection import HTTPConnection
    from urllib3.response import BaseHTTPResponse

LARGEST = 50_000_000
"""The most bytes that are taken of a file or an answer."""

_AGENT = "araz (knowledge graph loader; +https://w3id.org/araz)"
_ACCEPT = "text/html,application/xhtml+xml,text/plain,text/markdown,application/pdf,*/*;q=0.5"
_REDIRECTS = 10
_PLAIN = "/?%:@!$&'()*+,;=~"
_MOVED = frozenset({301, 302, 303, 307, 308})
_BY_HAND = "open it in a browser, save the page and load the file"


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: its bytes unpacked, the address it came from after redirects, and what it says it is."""

    data: bytes = field(repr=False)
    url: str
    content_type: str = ""
    charset: str = ""


def fetch(address: str, *, wait: float = 20.0, in_all: float = 90.0, most: int = LARGEST) -> Fetched:
    """What an http or https address answers, after at most ten redirects. Nothing else is asked for, no script runs.

    `wait` is the longest silence in seconds, `in_all` the longest time altogether. A redirect may not lead to an
    address of a private network, unless the first address was on that very machine. `InputError` for everything that
    is no good answer: it says what came, and what to do.

    >>> fetch("file:///a.txt")
    Traceback (most recent call last):
    ...
    araz.errors.InputError: file:///a.txt: only http and https addresses are fetched; give the path of a file as it is
    """
    visit = _Visit(address, wait)
    timer = threading.Timer(in_all, visit.cut)
    timer.daemon = True
    timer.start()
    try:
        return visit.go(most)
    except (HTTPException, OSError, *_http_errors()) as error:
        raise _failed(error, address, visit.late, in_all) from None
    finally:
        timer.cancel()
        visit.close()


class _Visit:
    """One address on its way through redirects. `late` when `cut` has ended it."""

    def __init__(self, address: str, wait: float) -> None:
        self.address, self.wait, self.late = address, wait, False
        self._connection: HTTPConnection | None = None
        self._answer: BaseHTTPResponse | None = None
        # A connection lets go of its socket as soon as the answer has it.
        self._socket: socket.socket | None = None
        self._first = ""

    def go(self, most: int) -> Fetched:
        url = self.address
        for _ in range(_REDIRECTS + 1):
            answer = self._ask(url)
            if answer.status not in _MOVED:
                return self._taken(answer, url, most)
            url = urljoin(url, answer.headers.get("location") or "")
            self.close()
        raise InputError(f"more than {_REDIRECTS} redirects", place=self.address, remedy=_BY_HAND)

    def cut(self) -> None:
        """End it from another thread: a server that sends a byte now and then would never run into `wait`."""
        self.late = True
        if self._socket is not None:
            try:
                self._socket.shutdown(socket.SHUT_RDWR)
            except OSError:
                # It was closed in the meantime.
                return

    def close(self) -> None:
        for each in (self._answer, self._connection):
            if each is not None:
                each.close()
        self._answer = self._connection = None

    def _ask(self, url: str) -> BaseHTTPResponse:
        from urllib3.connection import HTTPConnection, HTTPSConnection

        scheme, host, port, target = _parts(url, self.address)
        if scheme == "https":
            connection = HTTPSConnection(host, port, timeout=self.wait, ssl_context=ssl.create_default_context())
        else:
            connection = HTTPConnection(host, port, timeout=self.wait)
        self._connection = connection
        connection.connect()
        self._socket = connection.sock
        self._check_reach(connection, url)
        if self.late:
            raise TimeoutError
        headers = {"user-agent": _AGENT, "accept": _ACCEPT, "accept-encoding": "gzip, deflate"}
        connection.request("GET", target, headers=headers, preload_content=False, decode_content=True)
        self._answer = connection.getresponse()
        return self._answer

    def _check_reach(self, connection: HTTPConnection, url: str) -> None:
        # The machine that answers, not its name: a name may be told anew for each look-up.
        reached = str(connection.sock.getpeername()[0])
        self._first = self._first or reached
        if reached != self._first and not _is_public(reached):
            raise InputError(
                f"it redirects to {url}, an address of a private network",
                place=self.address,
                remedy="give that address itself, if it is yours",
            )

    def _taken(self, answer: BaseHTTPResponse, url: str, most: int) -> Fetched:
        if answer.status != 200:
            raise InputError(
                f"the server answers {answer.status} {answer.reason or ''}".strip(),
                place=self.address,
                remedy=_remedy(answer.status),
            )
        length = answer.headers.get("content-length") or ""
        data = bytearray()
        if not length.isdecimal() or int(length) <= most:
            while len(data) <= most and (part := answer.read1(1 << 16)):
                data += part
            if self.late:
                raise TimeoutError
        if len(data) > most or (not data and length.isdecimal() and int(length) > most):
            raise InputError(f"it is larger than {most:,} bytes", place=self.address, remedy=_BY_HAND)
        kind, _, parameters = (answer.headers.get("content-type") or "").lower().partition(";")
        charset = next((each.strip()[8:] for each in parameters.split(";") if each.strip().startswith("charset=")), "")
        return Fetched(bytes(data), urldefrag(url).url, kind.strip(), charset.strip("\"'"))


def _parts(url: str, place: str) -> tuple[str, str, int, str]:
    """Scheme, host in ASCII, port and what is asked of it."""
    try:
        parts = urlsplit(url)
        scheme, host, port = parts.scheme.lower(), parts.hostname or "", parts.port
        host = host if ":" in host else host.encode("idna").decode("ascii")
    except ValueError as error:
        raise InputError(f"{url!r} is no web address ({error})", place=place, remedy="check the address") from None
    if scheme not in {"http", "https"}:
        said = "only http and https addresses are fetched"
        redirected = f"it redirects to {url}; {said}" if url != place else said
        raise InputError(redirected, place=place, remedy="give the path of a file as it is")
    if parts.username is not None or parts.password is not None:
        raise InputError("an address with a password is not fetched", place=parts.hostname or "", remedy=_BY_HAND)
    if not host:
        raise InputError("the address names no host", place=place, remedy="write it as https://host/page")
    asked = urlunsplit(("", "", quote(parts.path or "/", _PLAIN), quote(parts.query, _PLAIN), ""))
    return scheme, host, port or (443 if scheme == "https" else 80), asked


def _is_public(address: str) -> bool:
    found = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(found, "ipv4_mapped", None)
    return bool((inner or found).is_global)


def _http_errors() -> tuple[type[Exception], ...]:
    from urllib3.exceptions import HTTPError

    return (HTTPError,)


def _failed(error: Exception, place: str, late: bool, in_all: float) -> InputError:
    from urllib3.exceptions import (
        ConnectTimeoutError,
        DecodeError,
        NameResolutionError,
        NewConnectionError,
        ReadTimeoutError,
    )

    if late:
        return InputError(f"it was not there after {in_all:g} s", place=place, remedy=f"try again, or {_BY_HAND}")
    if isinstance(error, NameResolutionError):
        return InputError("there is no such host", place=place, remedy="check the address and the network")
    waited = isinstance(error, TimeoutError | ConnectTimeoutError | ReadTimeoutError)
    if waited and not isinstance(error, NewConnectionError):
        return InputError("the server does not answer in time", place=place, remedy=f"try again, or {_BY_HAND}")
    if isinstance(error, ssl.SSLCertVerificationError):
        return InputError(
            f"its certificate is not good ({error.verify_message})",
            place=place,
            remedy="check the address; if it is your own server, name its authority in SSL_CERT_FILE",
        )
    if isinstance(error, ssl.SSLError):
        return InputError(f"no safe connection ({error.reason})", place=place, remedy="check the address")
    if isinstance(error, DecodeError):
        return InputError("its answer is packed and broken", place=place, remedy=_BY_HAND)
    reason = " ".join(str(error).split())[:120] or type(error).__name__
    return InputError(f"it cannot be reached ({reason})", place=place, remedy=f"try again, or {_BY_HAND}")


def _remedy(status: int) -> str:
    if status in {404, 410}:
        return "check the address"
    if status == 429 or status >= 500:
        return f"try again later, or {_BY_HAND}"
    return _BY_HAND
