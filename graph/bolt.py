"""A Neo4j server over Bolt: its address, the login, transactions that are tried again, and errors in one line.

No password is ever part of an address shown, of an error or of a `repr`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar, cast
from urllib.parse import parse_qs, unquote, urlsplit

import neo4j
from neo4j.exceptions import AuthError, ClientError, ConfigurationError, DriverError, Neo4jError
from neo4j.graph import Node, Path, Relationship

from ..errors import ArazError, InputError, StoreError, StoreReadOnly, UsageError

if TYPE_CHECKING:
    from neo4j import ManagedTransaction

_T = TypeVar("_T")

SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
"""Address schemes: `+s` is TLS with a checked certificate, `+ssc` TLS with any; `neo4j` follows a cluster's routes."""

# A driver waits this long for a server that is starting or changing its leader.
_PATIENCE = 20.0

# Where a server listens unless its address says otherwise, and the seconds that a look at its certificate may take.
_PORT, _PROBE = 7687, 5.0


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server is and how to log in.

    >>> address = Address.parse("neo4j+s://ana:s%40fe@example.org:7687/region", {})
    >>> str(address), address.username, address.database
    ('neo4j+s://example.org:7687/region', 'ana', 'region')
    >>> Address.parse("bolt://localhost", {"NEO4J_USERNAME": "neo4j", "NEO4J_PASSWORD": "x"}).username
    'neo4j'
    """

    uri: str
    username: str = ""
    password: str = field(default="", repr=False)
    database: str = ""

    @classmethod
    def parse(cls, text: str, environment: Mapping[str, str] = os.environ) -> Address:
        """An address: SCHEME://[USER:PASSWORD@]HOST[:PORT][/DATABASE].

        What it leaves out is taken from NEO4J_USERNAME, NEO4J_PASSWORD and NEO4J_DATABASE. A character such as @ or /
        in a password is written in percent code.
        """
        try:
            parts = urlsplit(text)
            host, port = parts.hostname, parts.port
        except ValueError:
            raise _unusable() from None
        if parts.scheme not in SCHEMES or not host:
            raise _unusable()
        named = parse_qs(parts.query).get("database", [""])[0]
        host = f"[{host}]" if ":" in host else host
        return cls(
            uri=f"{parts.scheme}://{host}" + (f":{port}" if port else ""),
            username=unquote(parts.username or "") or environment.get("NEO4J_USERNAME", ""),
            password=unquote(parts.password or "") or environment.get("NEO4J_PASSWORD", ""),
            database=unquote(parts.path.strip("/")) or named or environment.get("NEO4J_DATABASE", ""),
        )

    @property
    def scheme(self) -> str:
        """How it is spoken to, such as `neo4j+s`."""
        return self.uri.partition(":")[0]

    def __str__(self) -> str:
        return f"{self.uri}/{self.database}" if self.database else self.uri


def _unusable() -> UsageError:
    # The text is not repeated: it may hold a password.
    return UsageError("the address of the Neo4j server is not usable", remedy="write neo4j://HOST:7687/DATABASE")


class Connection:
    """One server's driver, with a bookmark manager, so that every session sees what the ones before it wrote."""

    def __init__(self, address: Address) -> None:
        self.address = address
        with translated(address):
            self._driver = neo4j.GraphDatabase.driver(
                address.uri,
                auth=(address.username, address.password) if address.username else None,
                connection_timeout=10.0,
                connection_acquisition_timeout=_PATIENCE,
                max_transaction_retry_time=_PATIENCE,
                notifications_min_severity="OFF",
            )
            self._bookmarks = neo4j.GraphDatabase.bookmark_manager()
            try:
                with self._session(neo4j.READ_ACCESS) as session:
                    session.run("RETURN 1").consume()
            except BaseException:
                self._driver.close()
                raise

    def write(self, work: Callable[[ManagedTransaction], _T]) -> _T:
        """Run `work` in one transaction that writes; on a passing fault it is run again from the start."""
        with translated(self.address), self._session(neo4j.WRITE_ACCESS) as session:
            return session.execute_write(work)

    def read(self, work: Callable[[ManagedTransaction], _T], *, seconds: float | None = None) -> _T:
        """Run `work` in one transaction that may not write; the server ends it after `seconds`."""
        limited = neo4j.unit_of_work(timeout=seconds)(work)
        with translated(self.address), self._session(neo4j.READ_ACCESS) as session:
            return session.execute_read(limited)

    def stream(self, query: str) -> Iterator[Mapping[str, object]]:
        """The records of a query that needs no parameters, as they come."""
        with translated(self.address), self._session(neo4j.READ_ACCESS) as session:
            for record in session.run(cast("neo4j.typing.LiteralString", query)):
                yield record.data()

    def define(self, statements: Sequence[str]) -> None:
        """Run schema statements, each in a transaction of its own, as the server wants it."""
        with translated(self.address), self._session(neo4j.WRITE_ACCESS) as session:
            for statement in statements:
                session.run(cast("neo4j.typing.LiteralString", statement)).consume()

    def close(self) -> None:
        """Let go of the connections."""
        self._driver.close()

    def _session(self, access: str) -> neo4j.Session:
        return self._driver.session(
            database=self.address.database or None,
            default_access_mode=access,
            bookmark_manager=self._bookmarks,
        )


def rows_of(tx: ManagedTransaction, query: str, **parameters: object) -> list[dict[str, object]]:
    """Run a statement in a transaction and fetch all of its records."""
    return tx.run(cast("neo4j.typing.LiteralString", query), parameters).data()


def plain_cell(cell: object) -> object:
    """A cell of an answer without the driver's own types, in the shape that the embedded engine gives too."""
    if isinstance(cell, Node):
        return {"labels": sorted(cell.labels), "properties": {key: plain_cell(item) for key, item in cell.items()}}
    if isinstance(cell, Relationship):
        return {"type": cell.type, "properties": {key: plain_cell(item) for key, item in cell.items()}}
    if isinstance(cell, Path):
        steps: list[object] = [cell.start_node]
        for relationship, node in zip(cell.relationships, cell.nodes[1:], strict=True):
            steps += [relationship, node]
        return [plain_cell(step) for step in steps]
    if isinstance(cell, list):
        return [plain_cell(item) for item in cast("list[object]", cell)]
    if isinstance(cell, dict):
        return {key: plain_cell(item) for key, item in cast("dict[str, object]", cell).items()}
    return cell


@contextmanager
def translated(address: Address) -> Generator[None]:
    """Turn whatever the driver and the server say into one clear line that names the address, never the password."""
    try:
        yield
    except Neo4jError as error:
        raise _server_said(error, str(address)) from None
    except ConfigurationError as error:
        raise UsageError(f"the driver cannot use this address ({error})", place=str(address)) from None
    except DriverError as error:
        raise _unanswered(error, address) from None


def _unanswered(error: DriverError, address: Address) -> StoreError:
    distrust = _distrust(address) if address.scheme.endswith("+s") else ""
    if distrust:
        return StoreError(
            f"the certificate of the server is not trusted ({distrust})",
            place=str(address),
            remedy=f"put it into a file that SSL_CERT_FILE names, or write {address.scheme}sc:// to take any",
        )
    return StoreError(
        f"no Neo4j server answers ({type(error).__name__})",
        place=str(address),
        remedy="check the address, and that the server is running",
    )


def _distrust(address: Address) -> str:
    """Why the certificate of a server is not trusted, "" if it is: what the driver does not tell."""
    import ssl
    from socket import create_connection

    parts = urlsplit(address.uri)
    place = (parts.hostname or "", parts.port or _PORT)
    try:
        with create_connection(place, _PROBE) as plain:
            ssl.create_default_context().wrap_socket(plain, server_hostname=place[0]).close()
    except ssl.SSLCertVerificationError as error:
        return error.verify_message
    except OSError:
        return ""
    return ""


def _server_said(error: Neo4jError, place: str) -> ArazError:
    code = error.code or ""
    said = (error.message or "").split("\n")[0]
    if "RateLimit" in code or (isinstance(error, AuthError) and "Forbidden" not in code):
        return _login_refused(code, place)
    if "AccessMode" in code:
        return StoreReadOnly("the query writes, and was run for reading", place=place, remedy="allow writing")
    if "Forbidden" in code or "ReadOnly" in code or "NotALeader" in code:
        return StoreReadOnly(
            f"this user or database takes no writes ({said})", place=place, remedy="log in as an editor"
        )
    if "ConstraintValidation" in code or "ConstraintViolation" in code:
        return StoreError(
            f"a constraint of the database rejects the batch, and nothing of it was written ({said})",
            place=place,
            remedy="look at SHOW CONSTRAINTS, and change the constraint or the record",
        )
    if "TransactionTimedOut" in code:
        return UsageError("the query took longer than its time limit", remedy="narrow it, or raise the limit")
    if "DatabaseNotFound" in code:
        return StoreError("the server has no such database", place=place, remedy="look at SHOW DATABASES")
    if isinstance(error, ClientError) and ".Statement." in code:
        return InputError(f"Neo4j refuses the query: {said}", remedy="check it against a catalogued question")
    return StoreError(
        f"the server failed ({code}: {said})", place=place, remedy="look at the server's log and try again"
    )


def _login_refused(code: str, place: str) -> StoreError:
    if "RateLimit" in code:
        return StoreError(
            "the server takes no logins for a while, after too many wrong ones", place=place, remedy="wait some seconds"
        )
    return StoreError(
        "the server refuses this login",
        place=place,
        remedy="set NEO4J_USERNAME and NEO4J_PASSWORD to the right ones",
    )
