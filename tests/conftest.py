"""What tests of several folders share: a web server with faults, and a data folder of one's own."""

from __future__ import annotations

import gc
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
from tests.forks import Forks
from typer.testing import CliRunner

from gmstool.errors import GmsError
from gmstool.reference import bundle

if TYPE_CHECKING:
    from collections.abc import Iterable

    import typer


def pytest_collection_finish():
    """As in a run of gms, garbage is looked for more seldom; what the collection made is none."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


@dataclass
class Answer:
    """One answer of the server. cut: bytes sent before the connection is closed; delay: seconds before it answers."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    delay: float = 0
    ranges: bool = False
    chunked: bool = False


@dataclass
class Site:
    """A web server that answers each path as told: the answers in turn, the last one ever after."""

    url: str
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def put(self, path: str, *answers: dict | bytes) -> str:
        """Say how a path is answered: each time the fields of `Answer`, or the bytes alone. Gives the address."""
        self.answers[path] = [Answer(one) if isinstance(one, bytes) else Answer(**one) for one in answers]
        return f"{self.url}{path}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def answer(self, path: str, headers: dict[str, str]) -> Answer:
        self.asked.append((path, headers))
        waiting = self.answers.get(path, [Answer(b"not here", 404)])
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Site

    def do_GET(self):  # the name http.server calls
        answer = self.site.answer(self.path, dict(self.headers))
        time.sleep(answer.delay)
        body, status, headers = answer.body, answer.status, dict(answer.headers)
        wanted = self.headers.get("Range", "")
        if answer.ranges and wanted and self.headers.get("If-Range") == headers.get("ETag"):
            first = int(wanted.removeprefix("bytes=").removesuffix("-"))
            if first >= len(body):
                status, body, headers["Content-Range"] = 416, b"", f"bytes */{len(body)}"
            else:
                headers["Content-Range"] = f"bytes {first}-{len(body) - 1}/{len(body)}"
                status, body = 206, body[first:]
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Connection", "close")
        self._send(body, answer)

    def _send(self, body: bytes, answer: Answer) -> None:
        self.close_connection = True
        if answer.chunked:
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self.wfile.write(b"%x\r\n%s\r\n" % (len(body), body[: answer.cut]))
            self.wfile.write(b"0\r\n\r\n" if answer.cut is None else b"")
        else:
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: answer.cut])

    def log_message(self, format, *args):  # noqa: A002  # the name http.server gives it
        pass


@pytest.fixture(scope="session")
def forks():
    """Runs of gms that need no imports."""
    forks = Forks()
    yield forks
    forks.close()


@pytest.fixture
def site():
    """A web server on this machine."""
    handler = type("Handler", (_Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    handler.site = Site(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield handler.site
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def own_data(tmp_path, monkeypatch):
    """An empty folder for the user's own tables."""
    folder = tmp_path / "own"
    monkeypatch.setenv("GMS_DATA_DIR", str(folder))
    bundle.forget()
    yield folder
    monkeypatch.undo()
    bundle.forget()


def invoked(app: typer.Typer, words: Iterable[object]) -> tuple[int, str, str]:
    """Run a command: gives exit code, standard output, and all that is said on standard error, errors included."""
    done = CliRunner().invoke(app, [str(one) for one in words])
    if isinstance(done.exception, GmsError):
        error = done.exception
        return error.exit_code, done.stdout, f"{done.stderr}error: {error.message}\nhint: {error.hint}\n"
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.stdout, done.stderr
