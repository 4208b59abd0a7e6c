"""Claims behind a SPARQL 1.1 server: any that speaks the protocol for queries and updates over HTTP."""

from __future__ import annotations

import base64
import http.client
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from typing import IO

import pyoxigraph as ox

from ..errors import InputError, StoreError, StoreReadOnly, UsageError
from ..ontology.vocabulary import Term
from .changes import EMPTY, Stored, changes_of
from .claim import Claim, Entity, Source
from .ntriples import sorted_lines
from .reading import read_claims, read_entities, read_sources
from .ref import Ref
from .sparql import ids_of, reading, table_of
from .store import Batch, Table, Value, Written
from .updates import ENTITY, STAMP_QUERY, TRIPLES_QUERY, ids_query, update

# The last part of a query service's path where the update service is its sibling.
_HAVE_SIBLING = frozenset({"query", "sparql"})
# A large update takes a server longer than any question should.
_UPDATE_PATIENCE = 10


class EndpointStore:
    """Claims on a SPARQL server.

    `url` is the query service. Updates go to its sibling `update` (http://host:7878/query, http://host:3030/ds/sparql),
    to `statements` under it for http://host/repositories/name, or to `update_url`. A bare http://host:7878 stands for
    its /query. A user name and password in the URL are sent as Basic authentication and never shown.

    A write is one update request, which Oxigraph, Fuseki, GraphDB and RDF4J run as one transaction. Nothing keeps two
    writers apart: what the second one decided on may then be stale, so let one process write at a time. An answer that
    takes longer than `timeout` seconds (for an update, ten times that) is a `StoreError`.
    """

    recovered = None

    def __init__(self, url: str, *, write: bool = False, update_url: str | None = None, timeout: float = 60.0) -> None:
        self._address, self._headers = _split_credentials(url)
        self._update_address = None
        if write:
            self._update_address = _update_address(self._address) if update_url is None else update_url
        self._timeout = timeout
        self._opener = urllib.request.build_opener(_NoRedirect)

    @property
    def writable(self) -> bool:
        """Whether `write` may be called: the store was opened for writing, and it is known where updates go."""
        return self._update_address is not None

    def stamp(self) -> str:
        """A version mark; "0" while nothing was ever written through Araz."""
        rows = self._rows(STAMP_QUERY).rows
        return str(rows[0][0]) if rows else EMPTY

    def write(self, batch: Batch) -> Written:
        """Write all of `batch` or nothing, in one update request."""
        if self._update_address is None:
            raise StoreReadOnly("the server was opened for reading", place=self._address, remedy="open it for writing")
        changes = changes_of(batch, self._stored(batch), self.stamp())
        if changes:
            self._send(self._update_address, update(changes).encode(), "application/sparql-update", "*/*")
        return changes.written

    def claims(self, ids: Iterable[Ref] | None = None) -> Iterator[Claim]:
        """Claims with all their fields, by id."""
        return read_claims(self._construct, self._ids(Term.CLAIM, ids))

    def entities(self, ids: Iterable[Ref] | None = None) -> Iterator[Entity]:
        """Entities with all their fields, by id."""
        return read_entities(self._construct, self._ids(ENTITY, ids))

    def sources(self, ids: Iterable[Ref] | None = None) -> Iterator[Source]:
        """Sources with all their fields, by id."""
        return read_sources(self._construct, self._ids(Term.SOURCE, ids))

    def select(self, query: str, parameters: Mapping[str, Value] | None = None) -> Table:
        """Run a read-only SELECT or ASK."""
        return self._rows(reading(query, parameters))

    def ntriples(self) -> Iterator[str]:
        """Every triple as a line of N-Triples, sorted, each with its line break."""
        return iter(sorted_lines("".join([f"{triple} .\n" for triple in self._construct(TRIPLES_QUERY)])))

    def close(self) -> None:
        """Nothing to let go of: every request has its own connection."""

    def _stored(self, batch: Batch) -> Stored:
        return Stored(
            {claim.id: claim for claim in self.claims([*(claim.id for claim in batch.claims), *batch.withdrawn])},
            {entity.id: entity for entity in self.entities(entity.id for entity in batch.entities)},
            {source.id: source for source in self.sources(source.id for source in batch.sources)},
        )

    def _ids(self, kind: str, ids: Iterable[Ref] | None) -> list[Ref]:
        return sorted(set(ids)) if ids is not None else ids_of(self._rows(ids_query(kind)))

    def _rows(self, query: str) -> Table:
        body = self._ask(query, "application/sparql-results+json")
        try:
            return table_of(ox.parse_query_results(body, ox.QueryResultsFormat.JSON))
        except (SyntaxError, ValueError) as error:
            raise self._strange(error) from None

    def _construct(self, query: str) -> Iterable[ox.Triple]:
        body = self._ask(query, "application/n-triples")
        try:
            return [quad.triple for quad in ox.parse(body, ox.RdfFormat.N_TRIPLES)]
        except (SyntaxError, ValueError) as error:
            raise self._strange(error) from None

    def _ask(self, query: str, accept: str) -> bytes:
        form = urllib.parse.urlencode({"query": query}).encode()
        return self._send(self._address, form, "application/x-www-form-urlencoded", accept)

    def _send(self, address: str, body: bytes, content: str, accept: str) -> bytes:
        timeout = self._timeout if address == self._address else self._timeout * _UPDATE_PATIENCE
        headers = {**self._headers, "Content-Type": content, "Accept": accept}
        request = urllib.request.Request(address, data=body, headers=headers)  # noqa: S310 (checked to be http)
        try:
            with self._opener.open(request, timeout=timeout) as answer:
                return answer.read()
        except urllib.error.HTTPError as error:
            raise _refusal(error, address) from None
        except TimeoutError:
            raise self._silent(address, f"it did not answer within {timeout:g} s") from None
        except (OSError, http.client.HTTPException) as error:
            reason = error.reason if isinstance(error, urllib.error.URLError) else error
            raise self._silent(address, str(reason) or type(reason).__name__) from None

    def _silent(self, address: str, reason: str) -> StoreError:
        return StoreError(f"the SPARQL server cannot be reached ({reason})", place=address, remedy="check that it runs")

    def _strange(self, error: Exception) -> StoreError:
        return StoreError(
            f"this does not answer as a SPARQL server does ({error})",
            place=self._address,
            remedy="give the address of its query service",
        )


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: it could lead the password, or the claims, to another server."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: object, newurl: str
    ) -> None:
        return None


def _split_credentials(url: str) -> tuple[str, dict[str, str]]:
    try:
        parts = urllib.parse.urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise UsageError("this is not the address of a server", remedy="write http://host:port/path") from None
    if parts.scheme not in {"http", "https"} or not host:
        raise UsageError("this is not the address of a server", remedy="write http://host:port/path")
    name = f"[{host}]" if ":" in host else host
    path = "/query" if parts.path in {"", "/"} else parts.path
    address = urllib.parse.urlunsplit((parts.scheme, name if port is None else f"{name}:{port}", path, parts.query, ""))
    if parts.username is None:
        return address, {}
    user, password = urllib.parse.unquote(parts.username), urllib.parse.unquote(parts.password or "")
    return address, {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode("ascii")}


def _update_address(address: str) -> str | None:
    parts = urllib.parse.urlsplit(address)
    folder, _, last = parts.path.rpartition("/")
    if folder.endswith("/repositories"):
        path = f"{parts.path}/statements"
    elif last in _HAVE_SIBLING:
        path = f"{folder}/update"
    else:
        return None
    return urllib.parse.urlunsplit(parts._replace(path=path))


def _refusal(error: urllib.error.HTTPError, address: str) -> StoreError | InputError:
    with error:
        said = " ".join(error.read(2000).decode("utf-8", "replace").split())[:200]
    if error.code in {401, 403}:
        return StoreError("the SPARQL server refuses access", place=address, remedy="check user name and password")
    if error.code == 400:
        return InputError(f"the SPARQL server does not take this request ({said})", place=address)
    return StoreError(f"the SPARQL server answers {error.code} ({said or error.reason})", place=address)
