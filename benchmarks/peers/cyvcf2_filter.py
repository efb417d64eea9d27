"""Task F as one would write it with cyvcf2; see `timing/contenders.py` for the task.

    python cyvcf2_filter.py IN.vcf.gz PANEL.txt LIMIT OUT.vcf

CSQ is split only when the text holds one of the wanted impacts at all.
"""

import sys
from pathlib import Path

from cyvcf2 import VCF, Writer


def csq_columns(vcf: VCF) -> list[str]:
    """The order of fields that the header declares."""
    description: str = vcf.get_header_type("CSQ")["Description"]
    return description.partition("Format: ")[2].strip('"').split("|")


def main(source: str, panel: str, limit: str, output: str) -> None:
    """Reads, tests every CSQ entry, writes."""
    vcf, symbols, ceiling = VCF(source), set(Path(panel).read_text(encoding="utf-8").split()), float(limit)
    symbol, impact, frequency = map(csq_columns(vcf).index, ("SYMBOL", "IMPACT", "gnomADg_AF"))

    def is_wanted(entry: str) -> bool:
        fields = entry.split("|")
        if fields[impact] not in {"HIGH", "MODERATE"} or fields[symbol] not in symbols:
            return False
        return fields[frequency] == "" or float(fields[frequency]) < ceiling

    writer = Writer(output, vcf)
    for variant in vcf:
        csq = variant.INFO.get("CSQ") or ""
        if ("|HIGH|" in csq or "|MODERATE|" in csq) and any(map(is_wanted, csq.split(","))):
            writer.write_record(variant)
    writer.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
