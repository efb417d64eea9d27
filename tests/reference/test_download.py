"""Downloads against a web server with faults."""

from __future__ import annotations

import base64
import email.utils
import hashlib
import json
import socket
import time

import pytest

from gmstool.errors import InputError, RemoteError
from gmstool.reference import download
from gmstool.reference.patience import Patience

FILE = bytes(range(256)) * 400  # 102,400 bytes
QUICK = Patience(connect=1, read=0.3, attempts=3, first_wait=0.01, longest_wait=2)
TAG = {"ETag": '"one"'}
SECOND_TAG = {"ETag": '"two"'}


def fetch(url, path, **options):
    return download.fetch(url, path, **{"most_bytes": 1_000_000, "patience": QUICK, **options})


def answer(body=b"", status=200, headers=None, **more) -> dict:
    return {"body": body, "status": status, "headers": headers or {}, **more}


def whole(**options) -> dict:
    return answer(FILE, **options)


# words, the answers in turn, how often the server was asked
MENDED = {
    "a file as it is": ([whole()], 1),
    "500, then the file": ([answer(status=500), whole()], 2),
    "503 twice, then the file": ([answer(status=503), answer(status=503), whole()], 3),
    "a late answer, then the file": ([answer(FILE, delay=0.6), whole()], 2),
    "cut, then the rest": ([whole(cut=50_000, headers=TAG), whole(ranges=True, headers=TAG)], 2),
    "cut three times, each time further": (
        [
            whole(cut=40_000, headers=TAG),
            *[whole(ranges=True, headers=TAG, cut=20_000)] * 2,
            whole(ranges=True, headers=TAG),
        ],
        4,
    ),
    "cut, then the whole file again: no ranges": ([whole(cut=50_000, headers=TAG), whole(headers=TAG)], 2),
    "cut without a tag, then the whole file": ([whole(cut=50_000), whole(ranges=True)], 2),
    "cut, then a newer file": ([whole(cut=50_000, headers=SECOND_TAG), whole(ranges=True, headers=TAG)], 2),
    "cut in chunks of unstated length": ([whole(cut=50_000, chunked=True), whole(chunked=True)], 2),
    "429 that asks for no time": ([answer(status=429, headers={"Retry-After": "0"}), whole()], 2),
    "a redirect": ([answer(status=302, headers={"Location": "/moved"})], 1),
    "another range than asked for": (
        [
            whole(cut=50_000, headers=TAG),
            answer(FILE[10:], 206, {**TAG, "Content-Range": f"bytes 10-{len(FILE) - 1}/{len(FILE)}"}),
            whole(headers=TAG),
        ],
        3,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("answers", "asked"), MENDED.values(), ids=MENDED)
def test_a_fault_that_passes_leaves_the_whole_file(site, tmp_path, answers, asked):
    url = site.put("/file", *answers)
    site.put("/moved", FILE)

    fetched = fetch(url, tmp_path / "part")

    assert fetched.path.read_bytes() == FILE
    assert site.paths().count("/file") == asked


# words, the answer, words of the error, how often the server was asked
LASTING = {
    "500 forever": (answer(status=500), "in 3 attempts: HTTP 500", 3),
    "never an answer": (answer(FILE, delay=0.5), "in 3 attempts: no answer", 3),
    "cut at the same place forever": (whole(cut=1000), "in 3 attempts: the connection broke", 3),
    "404": (answer(status=404), "answers HTTP 404", 1),
    "403": (answer(status=403), "answers HTTP 403", 1),
    "a redirect in a circle": (answer(status=302, headers={"Location": "/file"}), "redirects in a circle", 10),
    "429 for longer than we wait": (
        answer(status=429, headers={"Retry-After": "3600"}), "asks to come back in 3600 seconds", 1
    ),
    "429 without end": (answer(status=429, headers={"Retry-After": "0"}), "in 3 attempts: HTTP 429", 3),
    "an address of another kind": (answer(status=302, headers={"Location": "ftp://x/y"}), "cannot ask ftp://x/y", 1),
}  # fmt: skip


@pytest.mark.parametrize(("fault", "words", "asked"), LASTING.values(), ids=LASTING)
def test_a_fault_that_stays_is_a_remote_error_with_a_hint(site, tmp_path, fault, words, asked):
    url = site.put("/file", fault)

    with pytest.raises(RemoteError) as error:
        fetch(url, tmp_path / "part")

    assert words in error.value.message
    assert error.value.hint
    assert error.value.exit_code == 6
    assert len(site.asked) == asked


def test_nobody_there_is_a_remote_error(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, but nobody listens
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/file"

        with pytest.raises(RemoteError, match=r"3 attempts: no answer: .*refused"):
            fetch(url, tmp_path / "part")


@pytest.mark.parametrize("written", ["a number", "a date"])
def test_retry_after_is_waited_for(site, tmp_path, written):
    told = "1" if written == "a number" else email.utils.formatdate(time.time() + 1.999, usegmt=True)
    url = site.put("/file", answer(status=429, headers={"Retry-After": told}), whole())
    start = time.monotonic()

    fetch(url, tmp_path / "part")

    assert 0.5 < time.monotonic() - start < 4


def test_a_later_run_goes_on_where_an_earlier_one_ended(site, tmp_path):
    url = site.put("/file", whole(cut=50_000, headers=TAG), answer(status=404))
    with pytest.raises(RemoteError):
        fetch(url, tmp_path / "part")
    site.put("/file", whole(ranges=True, headers=TAG))

    fetched = fetch(url, tmp_path / "part")

    assert site.asked[-1][1]["Range"] == "bytes=50000-"
    assert fetched.path.read_bytes() == FILE


def test_a_finished_download_is_not_fetched_again(site, tmp_path):
    url = site.put("/file", whole(ranges=True, headers=TAG))
    fetch(url, tmp_path / "part")

    fetch(url, tmp_path / "part")

    assert site.asked[-1][1]["Range"] == f"bytes={len(FILE)}-"
    assert (tmp_path / "part").read_bytes() == FILE


def test_what_was_left_of_another_address_is_not_used(site, tmp_path):
    url = site.put("/other", whole(cut=50_000, headers=TAG), answer(status=404))
    with pytest.raises(RemoteError):
        fetch(url, tmp_path / "part")

    fetch(site.put("/file", whole(ranges=True, headers=TAG)), tmp_path / "part")

    assert "Range" not in site.asked[-1][1]


SIZES = {"exactly as large as it may be": (len(FILE), True), "one byte larger": (len(FILE) - 1, False)}


@pytest.mark.parametrize("chunked", [False, True], ids=["stated length", "unstated length"])
@pytest.mark.parametrize(("most", "fits"), SIZES.values(), ids=SIZES)
def test_a_file_larger_than_it_may_be_is_stopped(site, tmp_path, most, fits, chunked):
    url = site.put("/file", whole(chunked=chunked))
    if fits:
        assert fetch(url, tmp_path / "part", most_bytes=most).path.read_bytes() == FILE
        return

    with pytest.raises(InputError, match="is larger than"):
        fetch(url, tmp_path / "part", most_bytes=most)


def test_progress_grows_to_the_whole(site, tmp_path):
    seen = []

    fetch(site.put("/file", FILE * 8), tmp_path / "part", progress=seen.append)

    assert seen == sorted(seen)
    assert seen[-1] == 1


def test_day_and_checksum_that_the_server_states_are_kept(site, tmp_path):
    coded = base64.b64encode(hashlib.md5(FILE, usedforsecurity=False).digest()).decode()
    headers = {"Last-Modified": "Sun, 15 Nov 2026 10:00:00 GMT", "x-goog-hash": f"crc32c=AAAAAA==, md5={coded}"}

    fetched = fetch(site.put("/file", whole(headers=headers)), tmp_path / "part")

    assert fetched.modified == "2026-11-15"
    assert fetched.md5 == hashlib.md5(FILE, usedforsecurity=False).hexdigest()


def test_a_checksum_of_the_packed_file_is_not_that_of_the_file(site, tmp_path):
    headers = {"x-goog-hash": "md5=1B2M2Y8AsgTpgAmY7PhCfg==", "x-goog-stored-content-encoding": "gzip"}

    assert fetch(site.put("/file", whole(headers=headers)), tmp_path / "part").md5 == ""


@pytest.mark.parametrize("notes", ["", "[]", "{}", '{"url": 1}', "\x00"])
def test_notes_that_make_no_sense_start_the_download_anew(site, tmp_path, notes):
    (tmp_path / "part").write_bytes(b"something")
    (tmp_path / "part.json").write_text(notes)

    assert fetch(site.put("/file", whole(ranges=True)), tmp_path / "part").path.read_bytes() == FILE


def test_a_redirect_from_https_to_http_is_refused():
    with pytest.raises(RemoteError, match="not encrypted"):
        download._redirected("https://here/file", "http://there/file")

    assert download._redirected("https://here/file", "/other") == "https://here/other"


def page(results, following=None) -> bytes:
    return json.dumps({"count": 3, "next": following, "results": results}).encode()


def test_pages_become_one_list(site, tmp_path):
    url = site.put("/list", answer(status=500), page([1, 2], "/list?page=2"))
    site.put("/list?page=2", page([3]))

    fetched = download.fetch_pages(url, tmp_path / "part", most_bytes=1000, patience=QUICK)

    assert json.loads(fetched.path.read_text())["results"] == [1, 2, 3]


PAGES = {
    "a web page": (b"<html>log in</html>", "gave no JSON"),
    "JSON without results": (b'{"detail": "no"}', "without a list of results"),
    "pages in a circle": (page([1], "/list"), "in a circle"),
}


@pytest.mark.parametrize(("body", "words"), PAGES.values(), ids=PAGES)
def test_pages_that_are_none_are_an_error(site, tmp_path, body, words):
    with pytest.raises((InputError, RemoteError), match=words):
        download.fetch_pages(site.put("/list", body), tmp_path / "part", most_bytes=1000, patience=QUICK)

    assert not (tmp_path / "part").exists()
