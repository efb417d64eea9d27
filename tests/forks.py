"""Command lines of gms, each in a process of its own, forked from one that has imported gms and its libraries.

Half the time of a short run is imports, and tests make hundreds of runs. One process has done the imports and has run
nothing; for every command line it forks, and the fork goes through gmstool.__main__ with words, folder, environment and
pipes of its own, as `python -m gmstool` would. Two runs share what imports make and nothing else. What a run imports
by itself, and how its processes start, is shown by runs that start from nothing: see test_cases.py.
"""

import gc
import json
import os
import pkgutil
import runpy
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from importlib import import_module

ENV = {"PATH": os.environ["PATH"], "NO_COLOR": "1", "COLUMNS": "120", "LC_ALL": "C.UTF-8"}
# The threads of libraries are not forked: those that would begin with an import are not begun.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "_RJEM_MALLOC_CONF": "background_thread:false"}
LIBRARIES = (
    "cryptography.hazmat.primitives.asymmetric.ed25519", "cyvcf2", "difflib", "docxtpl", "google.protobuf.json_format",
    "jinja2.sandbox", "phenopackets", "platformdirs", "polars", "pysam", "requests", "rich.console", "rich.progress",
    "rich.table", "sqlalchemy.dialects.sqlite", "stringzilla", "tempfile", "tomli_w", "typst", "xlsxwriter", "yaml",
)  # fmt: skip


class Forks:
    """The process that forks. `run` is subprocess.run for words of gms, one at a time."""

    def __init__(self):
        self._start()

    def _start(self):
        self._channel, theirs = socket.socketpair()
        self._server = subprocess.Popen(
            [sys.executable, __file__, str(theirs.fileno())], env=ENV | ONE_THREAD, pass_fds=[theirs.fileno()],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, process_group=0,
        )  # fmt: skip
        theirs.close()

    def run(self, words, *, cwd, env, given=b"", seconds=60):
        """The finished process: exit code, standard output and standard error. A run that hangs is a TimeoutError."""
        self._channel.settimeout(seconds)
        (stdin, write), (read_out, out), (read_err, err) = os.pipe(), os.pipe(), os.pipe()
        wish = {"words": words, "cwd": str(cwd), "env": env}
        socket.send_fds(self._channel, [json.dumps(wish).encode()], [stdin, out, err])
        for end in (stdin, out, err):
            os.close(end)
        with ThreadPoolExecutor(3) as pool:
            pool.submit(_write, os.fdopen(write, "wb"), given)
            texts = [pool.submit(_read, os.fdopen(end, "rb")) for end in (read_out, read_err)]
            code = self._answer()
        return subprocess.CompletedProcess(words, code, *(text.result() for text in texts))

    def _answer(self):
        try:
            answer = self._channel.recv(16)
        except TimeoutError:
            os.killpg(self._server.pid, signal.SIGKILL)  # the run, too
            self.close()
            self._start()
            raise
        if not answer:
            raise ChildProcessError(self._server.stderr.read().decode())
        return int(answer)

    def close(self):
        self._channel.close()
        self._server.communicate(timeout=60)


def _write(file, data):
    with file, suppress(BrokenPipeError):  # a run need not read what it is given
        file.write(data)


def _read(file):
    with file:
        return file.read()


def _serve(channel):
    """Fork for every wish. Returns in each fork, with its wish and its standard streams in place."""
    gc.freeze()
    while True:
        message, ends, _, _ = socket.recv_fds(channel, 1 << 20, 3)
        if not message:
            os._exit(0)
        if (child := os.fork()) == 0:
            channel.close()
            for place, end in enumerate(ends):
                os.dup2(end, place)
                os.close(end)
            return json.loads(message)
        for end in ends:
            os.close(end)
        channel.send(b"%d" % os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def _import_all():
    import gmstool

    for library in LIBRARIES:
        import_module(library)
    for found in pkgutil.walk_packages(gmstool.__path__, "gmstool."):
        if not found.name.endswith("__main__"):
            import_module(found.name)


if __name__ == "__main__":
    _import_all()
    wish = _serve(socket.socket(fileno=int(sys.argv[1])))
    os.environ.clear()
    os.environ.update(wish["env"])
    os.chdir(wish["cwd"])
    sys.path[0] = wish["cwd"]
    sys.argv = ["gmstool", *wish["words"]]
    runpy.run_module("gmstool", run_name="__main__", alter_sys=True)
