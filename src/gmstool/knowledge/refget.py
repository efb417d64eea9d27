"""The refget accession of each chromosome: a digest of its sequence, by which GA4GH names it.

An accession is the first 24 bytes of the SHA-512 of the upper-case sequence, in URL-safe base 64. Whoever has the
sequence can check it (`accession`). The list is second-hand and needs sign-off: it was read, entry by entry the same,
in three independent programs: gnomad_methods (gnomad/utils/annotations.py, MIT), GATK (gvs, RefGetAccessionProvider,
Apache-2.0, which read SeqRepo's refseq:NC_… entries) and agct (assembly_registry.py, MIT); the mitochondrion in GATK
alone. Chromosome 7 of GRCh38 is confirmed by the published identifier of BRAF V600E. Digests are facts without licence.
GRCh37's Y is the whole sequence of NC_000024.9, not Ensembl's, which masks the pseudoautosomal regions.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Final

_NAMES: Final = (*map(str, range(1, 23)), "X", "Y", "MT")
_GRCH37: Final = (
    "S_KjnFVz-FE7M0W6yoaUDgYxLPc1jyWU", "9KdcA9ZpY1Cpvxvg8bMSLYDUpsX6GDLO", "VNBualIltAyi2AI_uXcKU7M9XUOuA7MS",
    "iy7Zfceb5_VGtTQzJ-v5JpPbpeifHD_V", "vbjOdMfHJvTjK_nqvFvpaSKhZillW0SX", "KqaUhJMW3CDjhoVtBetdEKT1n6hM-7Ek",
    "IW78mgV5Cqf6M24hy52hPjyyo5tCCd86", "tTm7wmhz0G4lpt8wPspcNkAD_qiminj6", "HBckYGQ4wYG9APHLpjoQ9UUe9v7NxExt",
    "-BOZ8Esn8J88qDwNiSEwUr5425UXdiGX", "XXi2_O1ly-CCOi3HP5TypAw7LtC6niFG", "105bBysLoDFQHhajooTAUyUkNiZ8LJEH",
    "Ewb9qlgTqN6e_XQiRVYpoUfZJHXeiUfH", "5Ji6FGEKfejK1U6BMScqrdKJK8GqmIGf", "zIMZb3Ft7RdWa5XYq0PxIlezLY2ccCgt",
    "W6wLoIFOn4G7cjopxPxYNk2lcEqhLQFb", "AjWXsI7AkTK35XW9pgd3UbjpC3MAevlz", "BTj4BDaaHYoPhD3oY2GdwC_l0uqZ92UD",
    "ItRDD47aMoioDCNW_occY5fWKZBKlxCX", "iy_UbUrvECxFRX5LPTH_KPojdlT7BKsf", "LpTaNW-hwuY_yARP0rtarCnpCQLkgVCg",
    "XOgHwwR3Upfp5sZYk6ZKzvV25a4RBVu8", "v7noePfnNpK8ghYXEqZ9NukMXW7YeNsm", "BT7QyW5iXaX_1PSX-msSGYsqRdMKqkj-",
    "k3grVkjY-hoWcCUojHw6VU6GE3MZ8Sct",
)  # fmt: skip
_GRCH38: Final = (
    "Ya6Rs7DHhDeg7YaOSg1EoNi3U_nQ9SvO", "pnAqCRBrTsUoBghSD1yp_jXWSmlbdh4g", "Zu7h9AggXxhTaGVsy7h_EZSChSZGcmgX",
    "HxuclGHh0XCDuF8x6yQrpHUBL7ZntAHc", "aUiQCzCPZ2d0csHbMSbh2NzInhonSXwI", "0iKlIQk2oZLoeOG9P1riRU6hvL5Ux8TV",
    "F-LrLMe1SRpfUZHkQmvkVKFEGaoDeHul", "209Z7zJ-mFypBEWLk4rNC6S_OxY5p7bs", "KEO-4XBcm1cxeo_DIQ8_ofqGUkp4iZhI",
    "ss8r_wB0-b9r44TQTMmVTI92884QvBiB", "2NkFm8HK88MqeNkCgj78KidCAXgnsfV1", "6wlJpONE3oNb4D69ULmEXhqyDZ4vwNfl",
    "_0wi-qoDrvram155UmcSC-zA5ZK4fpLT", "eK4D2MosgK_ivBkgi6FVPg5UXs1bYESm", "AsXvWL1-2i5U_buw6_niVIxD6zTbAuS6",
    "yC_0RBj3fgBlvgyAuycbzdubtLxq-rE0", "dLZ15tNO1Ur0IcGjwc3Sdi_0A6Yf4zm7", "vWwFhJ5lQDMhh-czg06YtlWqu0lvFAZV",
    "IIB53T8CNeJJdUqzn9V_JnRtQadwWCbl", "-A1QmD_MatoqxvgVxBLZTONHz9-c7nQo", "5ZUqxCmDDgN4xTRbaSjN8LwgZironmB8",
    "7B7SHsmchAR0dFcDCuSFjJAo7tX87krQ", "w0WZEvgJF0zf_P4yyTzjjv9oW1z61HHP", "8_liLu1aycC0tPQPFmUaGXJLDs5SbPZ5",
    "k3grVkjY-hoWcCUojHw6VU6GE3MZ8Sct",
)  # fmt: skip
ACCESSIONS: Final = {
    (assembly, chrom): f"SQ.{digest}"
    for assembly, digests in (("GRCh37", _GRCH37), ("GRCh38", _GRCH38))
    for chrom, digest in zip(_NAMES, digests, strict=True)
}
_BYTES: Final = 24


def accession(sequence: str) -> str:
    """The refget accession of a sequence, given in upper case."""
    return f"SQ.{sha512t24u(sequence.encode())}"


def sha512t24u(text: bytes) -> str:
    """GA4GH's truncated digest: VRS 2.0, "Truncated Digest (sha512t24u)"."""
    return base64.urlsafe_b64encode(hashlib.sha512(text).digest()[:_BYTES]).decode()
