"""A real Neo4j for the tests, started by what is there: NEO4J_URI, else Docker, else Java 17 and Maven."""

from __future__ import annotations

import atexit
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from .artifacts import VERSION, Unavailable, classpath

SLOWEST_START = 120.0

CONFIGURATION = """\
server.directories.data={home}/data
server.directories.logs={home}/logs
server.default_listen_address=127.0.0.1
server.bolt.enabled=true
server.bolt.listen_address=127.0.0.1:{port}
server.bolt.advertised_address=127.0.0.1:{port}
dbms.security.auth_enabled=true
dbms.usage_report.enabled=false
server.memory.pagecache.size=64m
dbms.cypher.min_replan_interval=1h
dbms.cypher.statistics_divergence_threshold=1.0
"""

# Beside what is not encrypted, on the same port.
ENCRYPTED = """\
server.bolt.tls_level=OPTIONAL
dbms.ssl.policy.bolt.enabled=true
dbms.ssl.policy.bolt.base_directory={home}/conf
dbms.ssl.policy.bolt.client_auth=NONE
"""

# Neo4j's own configuration opens these, so that it can map its files into memory.
JAVA = ["--add-opens=java.base/java.nio=ALL-UNNAMED", "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED", "-Xmx768m"]

# The tests ask each query a few times: compiling it well takes longer than running it.
QUICK = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]


@dataclass
class Server:
    """A server that answers at `uri`. `kill` and `start` are there when it is ours."""

    uri: str
    username: str
    password: str = field(repr=False)
    kind: str
    start: Callable[[], None] | None = None
    kill: Callable[[], None] | None = None
    home: Path | None = None


@cache
def running(*, quick: bool = True) -> Server:
    """The server of this process; the first call starts it, the end of the process stops it.

    A quick one starts and compiles fast, and runs long work slower: for tests, not for measuring.
    """
    if os.environ.get("NEO4J_URI"):
        return _named(os.environ["NEO4J_URI"])
    if _docker_works():
        return _in_docker()
    return in_java(*new_home(), quick=quick)


def _named(uri: str) -> Server:
    server = Server(uri, os.environ.get("NEO4J_USERNAME", "neo4j"), os.environ.get("NEO4J_PASSWORD", ""), "NEO4J_URI")
    wait_for(server)
    if count_nodes(server):
        raise Unavailable(f"the database at {uri} is not empty, and the tests delete what they find")
    return server


def _docker_works() -> bool:
    if shutil.which("docker") is None:
        return False
    try:
        return subprocess.run(["docker", "info"], capture_output=True, timeout=20, check=False).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def _in_docker() -> Server:
    port, name, password = free_port(), f"araz-neo4j-{secrets.token_hex(4)}", secrets.token_urlsafe(18)
    subprocess.run(
        ["docker", "run", "-d", "--name", name, "-p", f"127.0.0.1:{port}:7687", "-e", "NEO4J_AUTH", f"neo4j:{VERSION}"],
        env={**os.environ, "NEO4J_AUTH": f"neo4j/{password}"},
        capture_output=True,
        check=True,
    )
    atexit.register(subprocess.run, ["docker", "rm", "-f", name], capture_output=True, check=False)
    server = Server(f"bolt://127.0.0.1:{port}", "neo4j", password, "Docker")

    def start() -> None:
        subprocess.run(["docker", "start", name], capture_output=True, check=True)
        wait_for(server)

    def kill() -> None:
        subprocess.run(["docker", "kill", name], capture_output=True, check=True)

    server.start, server.kill = start, kill
    wait_for(server)
    return server


def new_home() -> tuple[Path, int]:
    """A folder with the configuration of a server of its own, and the port it will listen on."""
    home = Path(tempfile.mkdtemp(prefix="araz-neo4j-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    port = free_port()
    (home / "conf").mkdir()
    settings = CONFIGURATION + (ENCRYPTED if _certified(home / "conf") else "")
    (home / "conf" / "neo4j.conf").write_text(settings.format(home=home, port=port), encoding="utf-8")
    return home, port


def _certified(folder: Path) -> bool:
    """Whether there now is a certificate of our own making, for the loopback address, in a folder."""
    if shutil.which("openssl") is None:
        return False
    subject = ("-subj", "/CN=araz test", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2")
    files = ("-keyout", str(folder / "private.key"), "-out", str(folder / "public.crt"))
    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc")
    made = subprocess.run(["openssl", "req", "-x509", *key, *subject, *files], capture_output=True, check=False)
    return made.returncode == 0


def in_java(home: Path, port: int, *, quick: bool = True) -> Server:
    """A server in a folder made by `new_home`."""
    password = secrets.token_urlsafe(18)
    command = ["java", *JAVA, *(QUICK if quick else ()), "-cp", classpath(), "Boot", str(home)]
    server = Server(f"bolt://127.0.0.1:{port}", "neo4j", "neo4j", f"Maven, {VERSION}")
    process: list[subprocess.Popen[bytes]] = []

    def start() -> None:
        with (home / "out.log").open("ab") as log:
            process[:] = [subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)]
        wait_for(server)

    def end(sign: signal.Signals) -> None:
        for each in process:
            each.send_signal(sign)
            each.wait(60)
        process.clear()

    # What it kept is thrown away, so nothing is gained by a slow, orderly end.
    atexit.register(end, signal.SIGKILL)
    start()
    _change_password(server, password)
    server.start, server.kill, server.home = start, lambda: end(signal.SIGKILL), home
    return server


def _change_password(server: Server, password: str) -> None:
    from neo4j import GraphDatabase

    with GraphDatabase.driver(server.uri, auth=(server.username, server.password)) as driver:
        driver.execute_query(
            "ALTER CURRENT USER SET PASSWORD FROM $old TO $new",
            {"old": server.password, "new": password},
            database_="system",
        )
    server.password = password


def wait_for(server: Server) -> None:
    """Return once the server answers a query, or says that a fresh one needs a change of password first."""
    from neo4j.exceptions import DriverError, Neo4jError

    said = ""
    until = time.monotonic() + SLOWEST_START
    while time.monotonic() < until:
        try:
            count_nodes(server)
        except (DriverError, Neo4jError) as refused:
            said = str(refused)
            if "CredentialsExpired" in said:
                return
            time.sleep(0.3)
        else:
            return
    raise Unavailable(f"no answer from {server.uri} in {SLOWEST_START:.0f} s: {said[:300]}")


def count_nodes(server: Server) -> int:
    """How many nodes are in the default database."""
    from neo4j import GraphDatabase

    login = (server.username, server.password)
    with GraphDatabase.driver(server.uri, auth=login, max_transaction_retry_time=0) as driver:
        return driver.execute_query("MATCH (n) RETURN count(n) AS nodes").records[0]["nodes"]


def free_port() -> int:
    """A port of the loopback address that nobody listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]
