"""One run: its stages in order, in a folder that appears when all of them went well."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any

from gmstool import identity
from gmstool.chain import folder, judged, record, stages
from gmstool.chain.wish import STDIN
from gmstool.provenance import Checksum
from gmstool.vcf.source import open_vcf

if TYPE_CHECKING:
    from collections.abc import Callable

    from gmstool.chain.stages import Work
    from gmstool.chain.wish import Stage, Wish

_NUMBER = re.compile(r"\d+")


def run(wish: Wish, tell: Callable[[Stage], None], bar: Any) -> list[Stage]:
    """Make all stages; `tell` hears of each when it is done, `bar` shows the progress of the long reading."""
    folder.check(wish.folder, wish.inputs, force=wish.force)
    _refuse_identities(wish)
    checksum = Checksum(None if wish.name == STDIN else wish.inputs["vcf"])
    source = open_vcf(wish.name, wish.options.reader, wish.options.threads)
    try:
        identity.check("\n".join(source.header.samples), "the sample names of the VCF")
        options = stages.options_of(wish, source.header)
        stages.check(source, options)
        with folder.whole(wish.folder) as part:
            work = stages.Work(wish, part, source.header, options, checksum)
            _made(work, source, tell, bar)
            record.write(wish, part, work.stages, checksum.value())
    finally:
        source.close()
    return work.stages


def _made(work: Work, source: Any, tell: Callable[[Stage], None], bar: Any) -> None:
    """The stages in order; standard input is inspected by what was kept of it."""
    from gmstool.filters.run import start_reading

    outputs = stages.ledger_and_file(work.part)
    ground = start_reading(source, work.options, outputs)

    def filtered(work: Work) -> Stage:
        with bar("filter") as progress:
            return stages.filtered(work, source, ground, outputs, progress)

    first = (filtered, stages.inspect) if work.wish.name == STDIN else (stages.inspect, filtered)
    for one in (*first, stages.family, stages.knowledge, judged.classified, stages.reported):
        start = time.monotonic()
        stage = one(work)
        stage.seconds = time.monotonic() - start
        stage.warnings = _new(stage.warnings, work.stages)
        work.stages.append(stage)
        tell(stage)


def _new(warnings: list[str], earlier: list[Stage]) -> list[str]:
    """The warnings that no earlier stage gave; the number of a line in another file makes no new one."""
    told = {_NUMBER.sub("", text) for stage in earlier for text in stage.warnings}
    return [text for text in dict.fromkeys(warnings) if _NUMBER.sub("", text) not in told]


def _refuse_identities(wish: Wish) -> None:
    """No personal identity number leaves in the folder's name or in what is copied into it."""
    identity.check(wish.folder.name, "the name of the output folder")
    for name, path in wish.inputs.items():
        if name in ("ped", "case") and path.is_file():
            identity.check(path.read_text("utf-8", "replace"), f"the file {path.name}")
