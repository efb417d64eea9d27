"""Open the example summaries in headless Chromium: keyboard, print style, no errors. A nightly check: `make browsers`.

usage: python tools/check_html.py [FILE.html ...]

Needs chromium (or CHROMIUM=/path/to/it); without one it says so and ends with 0. It speaks the DevTools protocol over a
plain socket, so that no browser driver is needed.
"""
# a tool that runs the browser it is told and prints what it found

from __future__ import annotations

import base64
import contextlib
import itertools
import json
import os
import re
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).parent.parent / "examples" / "report"
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
MOST_TABS, PATIENCE = 60, 20
MOST_PAGES = 3
WHERE = """(() => { const one = document.activeElement; const style = getComputedStyle(one);
  return [one.tagName, one.className, one.getAttribute('href') || one.getAttribute('aria-label') || '',
          style.outlineStyle]; })()"""
PRINTED = """(() => { const shown = (name) => { const one = document.querySelector(name);
    return one ? getComputedStyle(one).display : 'none'; };
  return { skip: shown('.skip'), ids: shown('.ids'), draft: Boolean(document.querySelector('.watermark')),
           mark: shown('.watermark'), faint: [...document.querySelectorAll('.chips .met')]
             .filter(one => getComputedStyle(one).printColorAdjust !== 'exact').length,
           body: getComputedStyle(document.body).maxWidth,
           wide: document.documentElement.scrollWidth > document.documentElement.clientWidth }; })()"""
PAGE = """(() => ({ lang: document.documentElement.lang, title: document.title,
  without: [...document.images].filter(one => !one.alt || !one.naturalWidth).length,
  levels: [...document.querySelectorAll('h1,h2,h3')].map(one => Number(one.tagName[1])),
  regions: document.querySelectorAll('[tabindex="0"]').length,
  wide: document.documentElement.scrollWidth > document.documentElement.clientWidth }))()"""


class Page:
    """One tab, by the DevTools protocol."""

    def __init__(self, port: int) -> None:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list", timeout=PATIENCE) as told:
            tab = next(one for one in json.load(told) if one["type"] == "page")
        path = tab["webSocketDebuggerUrl"].partition(f":{port}")[2]
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        key = base64.b64encode(os.urandom(16)).decode()
        self._socket.sendall(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        self._file = self._socket.makefile("rb")
        while self._file.readline().strip():
            pass
        self._number, self.errors = 0, list[str]()

    def ask(self, method: str, **given: Any) -> Any:
        """The answer to one command; what the page logs meanwhile is kept."""
        self._number += 1
        self._send(json.dumps({"id": self._number, "method": method, "params": given}).encode())
        while True:
            told = json.loads(self._frame())
            if told.get("id") == self._number:
                return told.get("result", {})
            self._note(told)

    def value(self, expression: str) -> Any:
        return self.ask("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")

    def press_tab(self) -> None:
        key = {"key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}
        self.ask("Input.dispatchKeyEvent", type="keyDown", **key)
        self.ask("Input.dispatchKeyEvent", type="keyUp", **key)

    def _note(self, told: dict[str, Any]) -> None:
        given = told.get("params", {})
        if told.get("method") == "Log.entryAdded" and given["entry"]["level"] in ("error", "warning"):
            self.errors.append(given["entry"]["text"])
        if told.get("method") in ("Runtime.exceptionThrown", "Runtime.consoleAPICalled"):
            self.errors.append(json.dumps(given)[:200])

    def _send(self, data: bytes) -> None:
        size = struct.pack("!BBH", 0x81, 0xFE, len(data)) if len(data) > 125 else bytes((0x81, 0x80 | len(data)))  # noqa: PLR2004
        self._socket.sendall(size + b"\0\0\0\0" + data)  # a mask of zeros leaves the data as it is

    def _frame(self) -> bytes:
        whole = b""
        while True:
            first, size = self._file.read(2)
            if size in (126, 127):
                size = int.from_bytes(self._file.read(2 if size == 126 else 8))  # noqa: PLR2004
            whole += self._file.read(size)
            if first & 0x80:
                return whole


def faults(page: Page, file: Path) -> list[str]:
    """What is wrong with one page, in words."""
    page.errors.clear()
    page.ask("Emulation.setEmulatedMedia", media="screen")
    page.ask("Page.navigate", url=file.resolve().as_uri())
    while page.value("document.readyState") != "complete":
        time.sleep(0.05)
    return [*_of_page(page), *_of_keyboard(page), *_of_print(page), *(f"console: {one}" for one in page.errors)]


def _of_page(page: Page) -> list[str]:
    found, told = page.value(PAGE), []
    levels = found["levels"]
    told += [] if found["lang"] in ("sv", "en") and found["title"] else ["no language or no title"]
    told += [f"{found['without']} figures without alternative text or not drawn"] if found["without"] else []
    jumps = any(after > before + 1 for before, after in itertools.pairwise(levels))
    told += ["headings skip a level"] if jumps or levels[:1] != [1] or levels.count(1) != 1 else []
    return told + (["wider than the window"] if found["wide"] else [])


def _of_keyboard(page: Page) -> list[str]:
    """Tab goes to the skip link first, then to every table, each with an outline, and out again."""
    regions, reached, told = page.value(PAGE)["regions"], 0, []
    page.press_tab()
    tag, name, href, _ = page.value(WHERE)
    if (tag, name, href) != ("A", "skip", "#headline"):
        told.append(f"the first stop of Tab is no skip link but {tag} {name}")
    for _ in range(MOST_TABS):
        page.press_tab()
        tag, name, said, outline = page.value(WHERE)
        if tag == "BODY" or name == "skip":  # out of the page, or round again
            break
        reached += 1
        told += [] if said else [f"{tag} {name} has no name"]
        told += [] if outline != "none" else [f"{tag} {said} shows no focus"]
    return told if reached == regions else [*told, f"Tab reaches {reached} of {regions} tables"]


def _of_print(page: Page) -> list[str]:
    page.ask("Emulation.setEmulatedMedia", media="print")
    found = page.value(PRINTED)
    told = [f"{name} is printed" for name in ("skip", "ids") if found[name] != "none"]
    paper = page.ask("Page.printToPDF", preferCSSPageSize=True, displayHeaderFooter=False)["data"]
    pages = len(re.findall(rb"/Type\s*/Page\b(?!s)", base64.b64decode(paper)))
    told += [] if 0 < pages <= MOST_PAGES else [f"{pages} printed pages"]
    told += [] if found["body"] == "none" else ["the printed page is not as wide as the paper"]
    told += ["the draft mark is not printed"] if found["draft"] and found["mark"] == "none" else []
    faint = f"{found['faint']} met criteria are white on white where backgrounds are not printed"
    told += [faint] if found["faint"] else []
    return [*told, *(["wider than the paper"] if found["wide"] else [])]


@contextlib.contextmanager
def browser(path: str) -> Any:
    """A headless browser with a profile of its own."""
    with tempfile.TemporaryDirectory(prefix="gms-browser-", ignore_cleanup_errors=True) as folder:
        flags = ("--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", "--window-size=1100,900")
        running = subprocess.Popen(
            [path, *flags, f"--user-data-dir={folder}", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            yield Page(_port(Path(folder) / "DevToolsActivePort"))
        finally:
            running.terminate()
            running.wait(PATIENCE)


def _port(path: Path) -> int:
    for _ in range(PATIENCE * 10):
        if path.exists() and (lines := path.read_text().splitlines()):
            return int(lines[0])
        time.sleep(0.1)
    raise SystemExit("the browser did not start")


def main() -> int:
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        print("skipped: no chromium here; set CHROMIUM=/path/to/it")
        return 0
    files = [Path(one) for one in sys.argv[1:]] or sorted(EXAMPLES.glob("*/summary.*.html"))
    wrong = 0
    with browser(path) as page:
        for domain in ("Page", "Runtime", "Log"):
            page.ask(f"{domain}.enable")
        for file in files:
            found = faults(page, file)
            wrong += len(found)
            print(f"{file.parent.name}/{file.name}: {'; '.join(found) or 'well'}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
