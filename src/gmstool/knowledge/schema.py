"""The tables of the store: rows are added and never changed, in SQLite on a user's machine, PostgreSQL on a server.

A correction is a row with the next version, a withdrawal a row of its own, and `imported` says which file every row
came from. Only types and statements that both databases have are used here.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
)  # fmt: skip

VERSION = "1"  # of these tables; a store of another version is refused

METADATA = MetaData()
_ROW = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts rows by itself only in an INTEGER

about = Table("about", METADATA, Column("name", String(40), primary_key=True), Column("value", Text, nullable=False))

imported = Table(
    "imported", METADATA,
    Column("id", _ROW, primary_key=True),
    Column("source", String(200), nullable=False),
    Column("format", String(40), nullable=False),
    Column("file", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("lab", String(200)),
    Column("licence", Text),
    Column("day", String(10), nullable=False),
    Column("gms", String(40), nullable=False),
    Column("assemblies", String(20)),  # of its rows, joined by a comma
    Column("whole", Boolean, nullable=False),  # a whole release: what it lacks of earlier ones was withdrawn
    Column("rows", Integer, nullable=False),
    Column("added", Integer, nullable=False),
    Column("corrected", Integer, nullable=False),
    Column("duplicates", Integer, nullable=False),
    Column("withdrawn", Integer, nullable=False),
    Column("rejected", Integer, nullable=False),
    Index("imported_sha256", "sha256"),
)  # fmt: skip

assertion = Table(
    "assertion", METADATA,
    Column("id", _ROW, primary_key=True),
    Column("imported", _ROW, nullable=False),  # the row of `imported`, which is written last, with its counts
    Column("accession", String(32), nullable=False),
    Column("version", Integer, nullable=False),
    Column("content", String(32), nullable=False),  # digest of what is asserted: the same again is a duplicate
    Column("assembly", String(8), nullable=False),
    Column("chrom", String(2), nullable=False),
    Column("pos", Integer, nullable=False),
    Column("ref", Text, nullable=False),
    Column("alt", Text, nullable=False),
    Column("vrs_id", String(48)),
    Column("lifted_chrom", String(2)),
    Column("lifted_pos", Integer),
    Column("lifted_ref", Text),
    Column("lifted_alt", Text),
    Column("hgnc_id", Integer),
    Column("symbol", String(60)),
    Column("transcript", String(60)),
    Column("hgvsc", Text),
    Column("hgvsp", Text),
    Column("residue", Integer),  # first residue that hgvsp names
    Column("condition_id", String(60)),
    Column("condition", Text),
    Column("origin", String(8)),
    Column("classification", String(40)),
    Column("scheme", String(80)),
    Column("criteria", Text),  # JSON: [[code, strength, reason], …]
    Column("rules", String(80)),
    Column("lab", String(200)),
    Column("quarter", String(6)),
    Column("review", Text),
    Column("stars", SmallInteger),
    Column("references", Text),  # JSON: ["PMID:1", …]
    Column("evidence_type", String(80)),
    Column("source_id", String(80)),
    Column("rsid", String(20)),
    Column("cases", String(8)),
    Column("decided", Boolean),
    UniqueConstraint("accession", "version"),
    Index("assertion_place", "chrom", "pos"),
    Index("assertion_lifted", "lifted_chrom", "lifted_pos"),
    Index("assertion_residue", "hgnc_id", "residue"),
    Index("assertion_vrs", "vrs_id"),
    Index("assertion_source", "source_id"),
    Index("assertion_rsid", "rsid"),
)  # fmt: skip

withdrawal = Table(
    "withdrawal", METADATA,
    Column("id", _ROW, primary_key=True),
    Column("accession", String(32), nullable=False),
    Column("version", Integer, nullable=False),  # this version and those before it; a later one stands again
    Column("reason", Text, nullable=False),
    Column("day", String(10), nullable=False),
    Column("imported", _ROW),  # the import that no longer had it; null where a person withdrew it
    UniqueConstraint("accession", "version"),
)  # fmt: skip

frequency = Table(
    "frequency", METADATA,
    Column("id", _ROW, primary_key=True),
    Column("imported", _ROW, nullable=False),
    Column("centre", String(200), nullable=False),
    Column("kind", String(3), nullable=False),
    Column("assembly", String(8), nullable=False),
    Column("chrom", String(2), nullable=False),
    Column("pos", Integer, nullable=False),
    Column("ref", Text, nullable=False),
    Column("alt", Text, nullable=False),
    Column("lifted_chrom", String(2)),
    Column("lifted_pos", Integer),
    Column("lifted_ref", Text),
    Column("lifted_alt", Text),
    Column("het", Integer),
    Column("hom", Integer),
    Column("hemi", Integer),
    Column("total", Integer),
    Column("source_id", String(80)),
    Index("frequency_place", "chrom", "pos"),
    Index("frequency_lifted", "lifted_chrom", "lifted_pos"),
)  # fmt: skip

counted = Table(  # which import of a centre holds its numbers: the newest of a kind takes the place of those before
    "counted", METADATA,
    Column("id", _ROW, primary_key=True),
    Column("imported", _ROW, nullable=False),
    Column("centre", String(200), nullable=False),
    Column("kind", String(3), nullable=False),
    UniqueConstraint("imported", "centre", "kind"),
)  # fmt: skip
