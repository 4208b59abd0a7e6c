"""A small server on this machine that answers as a chat endpoint would, by a script."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from araz.loaders.llm.chat import Patience
from araz.loaders.llm.llmreader import LlmReader
from araz.loaders.llm.settings import Settings

KEY = "sk-not-to-be-seen-2714"
TEXT = "Iran and Azerbaijan operate the Khudafarin hydroelectric plant. Tehran fears unrest."
BORDERS = "Iran borders Turkey. It rains."


@dataclass
class Reply:
    """What is sent back: a status, a body (or an answer's content), headers, and a silence before all of it."""

    content: str | dict | None = None
    status: int = 200
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    silence: float = 0.0
    finish: str = "stop"
    refusal: str | None = None
    usage: tuple[int, int] | None = (100, 20)

    def data(self) -> bytes:
        if self.body is not None:
            return self.body
        content = json.dumps(self.content) if isinstance(self.content, dict) else self.content
        message = {"role": "assistant", "content": content, "refusal": self.refusal}
        record: dict[str, object] = {"choices": [{"message": message, "finish_reason": self.finish}]}
        if self.usage:
            record["usage"] = {"prompt_tokens": self.usage[0], "completion_tokens": self.usage[1]}
        return json.dumps(record).encode()


class Server(ThreadingHTTPServer):
    """Gives its replies in turn, the last one over and over; `asked` has the bodies that came, `heard` the headers."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.replies: list[Reply] = []
        self.asked: list[dict] = []
        self.heard: list[dict[str, str]] = []
        self.slept: list[float] = []
        self.notices: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def says(self, *replies: Reply | dict | str) -> None:
        self.replies = [each if isinstance(each, Reply) else Reply(each) for each in replies]

    def reader(self, cache: Path | None = None, key: str = KEY, **options) -> LlmReader:
        patience = options.pop("patience", Patience(tries=3, silence=5))
        settings = Settings(self.url, "some-model", key, cache)
        return LlmReader(settings, patience=patience, notice=self.notices.append, sleep=self.slept.append, **options)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append({"path": self.path, **json.loads(raw)})
        self.server.heard.append({name.lower(): value for name, value in self.headers.items()})
        reply = self.server.replies[min(len(self.server.asked), len(self.server.replies)) - 1]
        time.sleep(reply.silence)
        data = reply.data()
        self.send_response(reply.status)
        for name, value in {
            "Content-Type": "application/json",
            "Content-Length": str(len(data)),
            **reply.headers,
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        pass


def entity(id: str, kind: str, *names: str, named: bool = True) -> dict:
    return {"id": id, "class": kind, "named": named, "names": list(names)}


def claim(subject: str, relation: str, object: str, passage: str, **more: object) -> dict:
    usual = {"modality": "asserted", "condition": None, "attributed_to": None, "confidence": 1.0}
    return {"subject": subject, "relation": relation, "object": object, "passage": passage, **usual, **more}


IRAN, TURKEY = entity("e1", "State", "Iran"), entity("e2", "State", "Turkey")


def answer(*claims: dict, entities: tuple[dict, ...] = (IRAN, TURKEY)) -> dict:
    return {"entities": list(entities), "claims": list(claims)}


GOOD = answer(claim("e1", "borders", "e2", "Iran borders Turkey."))
EMPTY = answer()
BROKEN = Reply(status=500, body=b"oops")


def said(extraction) -> list[tuple[str, str, str]]:
    """The claims, in short."""
    return [(c.subject.local, c.relation.value, c.object.local) for c in extraction.claims]
