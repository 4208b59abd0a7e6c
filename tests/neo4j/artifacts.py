"""The jars of a Neo4j community server, fetched once with Maven into the user's cache folder."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

VERSION = "5.26.30"
COORDINATES = (f"org.neo4j:neo4j:{VERSION}", f"org.neo4j:neo4j-bolt:{VERSION}", f"org.neo4j.app:neo4j-server:{VERSION}")
"""The engine, the Bolt connector, and the server with its admin commands. None of them ships a main class that starts
a server (the distribution's launcher is not published as an artifact), hence the nine lines of Boot.java."""

SLOWEST_DOWNLOAD = 1200.0


class Unavailable(Exception):
    """No server can be had here; the message says what was tried and what answered."""


def folder() -> Path:
    """Where the jars are kept: outside the repository, one folder a version."""
    cache = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(cache) / "araz" / f"neo4j-{VERSION}"


def classpath() -> str:
    """What `java -cp` needs to run Boot. Raises `Unavailable`."""
    from filelock import FileLock

    for program in ("java", "javac", "mvn"):
        if shutil.which(program) is None:
            raise Unavailable(f"there is no NEO4J_URI, no Docker, and no {program}")
    if java_version() < 17:
        raise Unavailable(f"Neo4j 5 needs Java 17, this is {java_version()}")
    home = folder()
    home.mkdir(parents=True, exist_ok=True)
    # Several test processes may come here at once on a machine where nothing is there yet.
    with FileLock(str(home / "fetch.lock")):
        if not (home / "jars").is_dir():
            _fetch(home)
        if not (home / "classes" / "Boot.class").is_file():
            _compile(home)
    return os.pathsep.join((str(home / "jars" / "*"), str(home / "classes")))


def java_version() -> int:
    """The major version of `java`."""
    answer = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', answer)
    return int(found[1]) if found else 0


def _fetch(home: Path) -> None:
    work = home / "pom"
    work.mkdir(exist_ok=True)
    (work / "pom.xml").write_text(_pom(), encoding="utf-8")
    partly = home / "jars.part"
    shutil.rmtree(partly, ignore_errors=True)
    command = [
        "mvn",
        "-B",
        "-q",
        "dependency:copy-dependencies",
        "-DincludeScope=runtime",
        f"-DoutputDirectory={partly}",
    ]
    try:
        ended = subprocess.run(command, cwd=work, capture_output=True, text=True, timeout=SLOWEST_DOWNLOAD, check=False)
    except subprocess.TimeoutExpired:
        raise Unavailable(f"Maven did not fetch {', '.join(COORDINATES)} in {SLOWEST_DOWNLOAD:.0f} s") from None
    if ended.returncode != 0:
        said = next((line for line in ended.stdout.splitlines() if "ERROR" in line), "nothing")
        raise Unavailable(f"Maven could not fetch {', '.join(COORDINATES)} and said: {said[:500]}")
    partly.rename(home / "jars")


def _compile(home: Path) -> None:
    source = Path(__file__).with_name("Boot.java")
    command = ["javac", "-cp", str(home / "jars" / "*"), "-d", str(home / "classes"), str(source)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    if ended.returncode != 0:
        raise Unavailable(f"javac could not compile Boot.java and said: {ended.stderr[:500]}")


def _pom() -> str:
    parts = [coordinate.split(":") for coordinate in COORDINATES]
    dependencies = "".join(
        f"<dependency><groupId>{group}</groupId><artifactId>{name}</artifactId><version>{version}</version></dependency>"
        for group, name, version in parts
    )
    return (
        '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>'
        "<groupId>araz.tests</groupId><artifactId>neo4j</artifactId><version>1</version><packaging>pom</packaging>"
        f"<dependencies>{dependencies}</dependencies></project>"
    )
