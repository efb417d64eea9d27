"""Every folder of tests/cases is one situation: command lines, the files they read and what a user then sees.

    README     one sentence: what the case shows
    args       one gms command line per line; {case} = the folder, {shared} = cases/_shared, {tmp} = a temporary folder
    exit       exit code, one for all lines or one a line; without the file 0
    expected/  stdout, stderr and every file left in {tmp}, byte for byte; no other file may be left there.
               Compressed files are compared inflated, BCF as VCF text, Parquet as JSON lines
    case.toml  stdin = FILE · env = {NAME = "value"} · body = true (no ## lines) · columns = "chrom pos …" (cuts tables)
               meta = ["key", …] (compared keys of .meta.json files) · skip_root = true
               wrong = "what gms still does wrong": a strict xfail, its expected files are written by hand
               [[make]] an input made in {tmp}: file, from, compress = "bgzf|gzip|bcf", no_eof, cut (bytes off the end),
               flip (a byte), index = "tbi|csi", age (seconds; an index: 7200), mode

GMS_UPDATE_CASES=1 writes the expected files instead of comparing them. Read each one before it is committed.

Most lines run in forks of a process that has done the imports (forks.py). One line of each command, one that ends well
where there is one, and every line that starts processes or sets what libraries read when they are imported, is a
program of its own; with GMS_CASE_PROGRAMS=1 (`make programs`) every line is.
"""

import gzip
import json
import os
import re
import shlex
import shutil
import struct
import subprocess
import sys
import time
import tomllib
import zlib
from functools import cache
from pathlib import Path

import polars as pl
import pysam.bcftools
import pytest
from tests.forks import ENV

from gmstool import __version__

CASES = Path(__file__).parent / "cases"
UPDATE = os.environ.get("GMS_UPDATE_CASES") == "1"
EOF_BLOCK = bytes.fromhex("1f8b08040000000000ff0600424302001b0003000000000000000000")
TEXTS = {path: path.read_text() for name in ("args", "exit", "case.toml", "README") for path in CASES.glob(f"*/{name}")}
FOLDERS = sorted(path.parent for path in TEXTS if path.name == "args")
COMMAND = re.compile(r"(?:[a-z-]+(?: [a-z-]+)?(?= |$))?")  # the lower-case words that a line begins with
PROGRAMS = os.environ.get("GMS_CASE_PROGRAMS") == "1"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_case(folder, forks, tmp_path, request):
    facts = tomllib.loads(TEXTS.get(folder / "case.toml", ""))
    if "wrong" in facts:
        request.applymarker(pytest.mark.xfail(reason=facts["wrong"], strict=True, run=not UPDATE))
    if facts.get("skip_root") and os.geteuid() == 0:
        pytest.skip("root may read every file, whatever its mode")
    (tmp := tmp_path / "work").mkdir()
    for wish in facts.get("make", []):
        _make(tmp / wish["file"], folder / wish.get("from", "input.vcf"), wish)
    given = {path: path.stat().st_mtime_ns for path in tmp.rglob("*")}
    lines = _lines(folder)
    seen = {"stdout": "", "stderr": ""}
    for line, code in lines:
        run = _run(forks, line, facts, folder, tmp)
        assert (run.returncode, b"Traceback" in run.stderr) == (code, False), f"gms {line}\n{run.stderr.decode()}"
        heading = f"$ gms {line}\n" if len(lines) > 1 else ""
        seen["stdout"] += heading + _shown(run.stdout.decode(), facts)
        seen["stderr"] += heading + run.stderr.decode()
    for path in sorted(tmp.rglob("*")):
        wanted = "meta" in facts or not path.name.endswith(".meta.json")
        if path.is_file() and wanted and path.stat().st_mtime_ns != given.get(path):
            seen[path.relative_to(tmp).as_posix()] = _plain(path, facts)
    _compare(folder / "expected", {name: _normal(text, folder, tmp) for name, text in seen.items() if text})


def test_every_case_says_what_it_shows():
    assert [path.name for path in FOLDERS if TEXTS.get(path / "README", "").count("\n") != 1] == []


def _lines(folder):
    """The command lines of a case, each with its exit code."""
    lines = TEXTS[folder / "args"].splitlines()
    codes = [int(code) for code in TEXTS.get(folder / "exit", "0").split()]
    return list(zip(lines, codes if len(codes) > 1 else codes * len(lines), strict=True))


@cache
def _shows_a_command():
    """One line of each command: `filter`, `panels import`."""
    lines = [(code, folder, line) for folder in FOLDERS for line, code in _lines(folder)]
    commands = {COMMAND.match(line)[0]: (folder, line) for code, folder, line in sorted(lines, reverse=True)}
    return set(commands.values())


def _run(forks, line, facts, folder, tmp):
    places = {"case": str(folder), "shared": str(CASES / "_shared"), "tmp": str(tmp)}
    words = [re.sub(r"\{(case|shared|tmp)\}", lambda found: places[found[1]], word) for word in shlex.split(line)]
    env = ENV | facts.get("env", {}) | dict.fromkeys(("HOME", "XDG_CONFIG_HOME"), str(tmp.parent / "home"))
    stdin = (folder / facts["stdin"]).read_bytes() if "stdin" in facts else b""
    if not _of_its_own(folder, line, facts):
        return forks.run(words, cwd=tmp, env=env, given=stdin)
    words = [sys.executable, "-m", "gmstool", *words]
    return subprocess.run(words, input=stdin, capture_output=True, check=False, cwd=tmp, env=env, timeout=60)


def _of_its_own(folder, line, facts):
    """Whether a line starts as a program of its own: see the top."""
    ours = all(name.startswith(("GMS_", "SOURCE_DATE_EPOCH")) for name in facts.get("env", {}))
    return PROGRAMS or (folder, line) in _shows_a_command() or not ours or {"--threads", "--jobs"} & set(line.split())


def _compare(expected, seen):
    if UPDATE:
        shutil.rmtree(expected, ignore_errors=True)
        for name, text in seen.items():
            (expected / name).parent.mkdir(parents=True, exist_ok=True)
            (expected / name).write_bytes(text.encode())
    files = [path for path in expected.rglob("*") if path.is_file()]
    assert seen == {path.relative_to(expected).as_posix(): path.read_bytes().decode() for path in files}


def _make(path, source, wish):
    data, kind, index = source.read_bytes(), wish.get("compress"), wish.get("index")
    if kind == "bgzf":
        blocks = [_block(data[at : at + 2000]) for at in range(0, len(data), 2000)]
        data = b"".join(blocks) + (b"" if wish.get("no_eof") else EOF_BLOCK)
    elif kind == "gzip":
        data = gzip.compress(data, mtime=0)
    elif kind == "bcf":
        data = pysam.bcftools.view("-Ob", "--no-version", str(source), binary=True)
    data = bytearray(data[: len(data) - wish.get("cut", 0)])
    if "flip" in wish:
        data[wish["flip"]] ^= 0xFF
    path.write_bytes(data)
    if index:
        pysam.tabix_index(str(path), preset="vcf", force=True, csi=index == "csi")
        os.utime(f"{path}.{index}", (time.time() - 7200,) * 2)
    os.utime(path, (time.time() - wish.get("age", 10800),) * 2)
    path.chmod(wish.get("mode", 0o644))


def _block(data):
    """One stored (level 0) block: the same bytes with every zlib, so that offsets in messages hold."""
    packed, tail = zlib.compress(data, 0, wbits=-15), struct.pack("<II", zlib.crc32(data), len(data))
    return EOF_BLOCK[:16] + struct.pack("<H", len(packed) + 25) + packed + tail


def _plain(path, facts):
    if path.name.endswith((".tbi", ".csi")):
        return "an index\n"
    if path.name.endswith(".meta.json"):
        return json.dumps({key: json.loads(path.read_text())[key] for key in facts["meta"]}, indent=2) + "\n"
    if path.suffix == ".parquet":
        frame = pl.read_parquet(path)
        return frame.select(name for name in frame.columns if name in facts.get("columns", name).split()).write_ndjson()
    if path.suffix == ".bcf":
        return _shown(pysam.bcftools.view("--no-version", str(path)), facts)
    return _shown((gzip.decompress if path.suffix == ".gz" else bytes)(path.read_bytes()).decode(), facts)


def _shown(text, facts):
    if facts.get("body"):
        text = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("##"))
    if "columns" in facts and text.startswith("chrom\t"):
        rows = [line.split("\t") for line in text.splitlines()]
        places = [rows[0].index(name) for name in facts["columns"].split() if name in rows[0]]
        text = "".join("\t".join(row[place] for place in places) + "\n" for row in rows)
    return text


def _normal(text, folder, tmp):
    """Replaces what differs between machines and releases: folders, the version of gms and of its gene tables."""
    for place, name in ((folder, "{case}"), (CASES / "_shared", "{shared}"), (tmp, "{tmp}")):
        text = text.replace(str(place), name)
    text = text.replace(f"##gms_version={__version__}", "##gms_version={version}")
    return re.sub(r"(?m)^##gms_reference=[^\r\n]*", "##gms_reference={reference}", text)
