"""A local web server that misbehaves on request."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

CONTENT = bytes(range(256)) * 2000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@dataclass
class Behaviour:
    """What the server does; each entry of a list is for one request, the last for all further."""

    content: bytes = CONTENT
    tag: str = '"one"'
    cut_after: list[int | None] = field(default_factory=lambda: [None])
    statuses: list[int] = field(default_factory=lambda: [200])
    announced: int | None = None
    knows_ranges: bool = True
    location: str = ""
    piece_shift: int = 0
    stall: threading.Event | None = None
    seen: list[dict[str, str]] = field(default_factory=list)


@contextmanager
def serving(behaviour: Behaviour) -> Iterator[str]:
    """Address of a file on a server of this machine that behaves so."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.0"  # the end of the connection is the end of the answer

        def do_GET(self) -> None:
            number = len(behaviour.seen)
            behaviour.seen.append(dict(self.headers))
            status = behaviour.statuses[min(number, len(behaviour.statuses) - 1)]
            if status != 200:
                self.send_response(status)
                self.send_header("Location", behaviour.location)
                self.end_headers()
                return
            self._answer(behaviour.cut_after[min(number, len(behaviour.cut_after) - 1)])

        def _answer(self, cut: int | None) -> None:
            content, start = behaviour.content, 0
            wanted = self.headers.get("Range", "")
            same = self.headers.get("If-Range", behaviour.tag) == behaviour.tag
            if behaviour.knows_ranges and wanted and same:
                start = int(wanted.removeprefix("bytes=").removesuffix("-"))
            if start > len(content):
                self.send_response(416)
                self.end_headers()
                return
            self.send_response(206 if start else 200)
            if behaviour.tag:
                self.send_header("ETag", behaviour.tag)
            length = behaviour.announced or len(content)
            if start:
                start += behaviour.piece_shift
                self.send_header("Content-Range", f"bytes {start}-{length - 1}/{length}")
            self.send_header("Content-Length", str(length - start))
            self.end_headers()
            self.wfile.write(content[start:] if cut is None else content[start : start + cut])
            if behaviour.stall is not None:
                self.wfile.flush()
                behaviour.stall.wait(10)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/model.pt"
    finally:
        if behaviour.stall is not None:
            behaviour.stall.set()
        server.shutdown()
        server.server_close()
        thread.join()
