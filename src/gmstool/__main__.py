"""The start of the `gms` command: before anything heavy is imported."""

import os
import sys


def main() -> None:
    """Run `gms`. Where a large file will be scanned, its processes start while this one is still importing."""
    if _scans_a_large_file(sys.argv[1:]):
        from gmstool.vcf import workers

        workers.start_early(min(2, os.cpu_count() or 1))
    elif name := _large_file_to_judge(sys.argv[1:]):
        from gmstool.classify import crew

        crew.start_early(min(2, os.cpu_count() or 1), name)
    from gmstool.cli.main import main as run

    run()


def _scans_a_large_file(arguments: list[str]) -> bool:
    """A guess from the command line; a wrong one costs or saves a moment, and changes no result."""
    if arguments[:1] != ["filter"]:
        return False
    from gmstool.vcf.workers import PARALLEL_FROM_BYTES

    large = [one for one in arguments if one.endswith("gz") and _size(one) >= PARALLEL_FROM_BYTES]
    return any("scan" in arguments or not (_size(f"{one}.tbi") or _size(f"{one}.csi")) for one in large)


def _large_file_to_judge(arguments: list[str]) -> str:
    """A guess, too: a large file to Parquet, judged without relatives or a case file."""
    if arguments[:1] != ["classify"] or {"--trio", "--ped", "--case", "--threads"} & set(arguments):
        return ""
    from gmstool.classify.parallel import LARGE

    to_parquet = any(one.endswith("parquet") for one in arguments)
    large = (one for one in arguments if one.endswith("gz") and _size(one) >= LARGE)
    return next(large, "") if to_parquet else ""


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size  # noqa: PTH116  pathlib is not imported yet
    except OSError:
        return 0


if __name__ == "__main__":
    main()
