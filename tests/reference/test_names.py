"""Gene names as text say what the table of genes says."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from gmstool.reference import bundle, names


def test_the_file_is_that_of_the_table() -> None:
    written = names.beside(bundle.shipped_folder() / "genes.parquet").read_text(encoding="utf-8")

    assert written == names.text(bundle.table("genes"), bundle.entry("genes")["sha256"])


def test_every_gene_of_the_table_is_found_with_its_names() -> None:
    for row in bundle.table("genes").iter_rows(named=True):
        gene = names.gene(row["hgnc_id"])
        assert gene is not None
        assert gene.symbol == row["symbol"]
        assert list(gene.previous) == (row["previous"] or [])
        assert names.Name(row["symbol"], "approved", row["hgnc_id"]) in names.named(row["symbol"].lower())


@pytest.mark.parametrize("name", ["", "#genes", "NO SUCH GENE", "BRCA", "HGNC:", "\t", "Ä", "BRCA1\t"])
def test_what_is_no_name_is_not_found(name: str) -> None:
    assert names.named(name) == []


def test_another_table_makes_its_own_names(own_data: Path) -> None:
    install_genes(own_data)
    code = "from gmstool.reference import names; print(len(names.named('A1BG')), len(names.named('BRCA1')))"

    with_text = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    for path in own_data.glob("*.tsv"):
        path.unlink()
    without = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert with_text.stdout == without.stdout == "1 0\n"


def test_damaged_names_of_a_user_are_not_used(own_data: Path) -> None:
    install_genes(own_data)
    (path,) = own_data.glob("*.tsv")
    path.write_text(path.read_text().replace("A1BG\t\tapproved", "A1BF\t\tapproved"))
    bundle.forget()

    assert [one.hgnc_id for one in names.named("A1BG")] == [5]
    assert names.named("A1BF") == []


@pytest.mark.parametrize("stated", [True, False])
def test_names_of_a_user_are_read_only_where_the_manifest_has_their_checksum(own_data: Path, stated: bool) -> None:
    install_genes(own_data, stated=stated)

    code = "import sys; from gmstool.reference import names; names.named('A1BG'); print('polars' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == f"{not stated}\n"


def install_genes(folder: Path, *, stated: bool = True) -> None:
    """A user's table of one gene; stated: its manifest has the checksum of the names."""
    folder.mkdir()
    path = folder / "genes.parquet"
    genes = bundle.table("genes").filter(pl.col("symbol") == "A1BG")
    genes.write_parquet(path)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    names.beside(path).write_text(names.text(genes, sha256))
    facts = {"file": "genes.parquet", "sha256": sha256, "rows": 1, "sources": [{"label": "own"}]}
    if stated:
        facts[names.CHECKSUM] = names.digest(names.beside(path).read_bytes())
    (folder / "manifest.json").write_text(json.dumps({"tables": {"genes": facts}}))


def test_names_are_found_without_polars() -> None:
    code = (
        "import sys; from gmstool.reference.genes import resolve; print(resolve('MLL').symbol, 'polars' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "KMT2A False\n"
