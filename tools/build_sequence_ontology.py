"""Build src/gmstool/reference/data/sequence_ontology.tsv: the variant terms of the Sequence Ontology and their parents.

Source: the Sequence Ontology (CC BY 4.0), as carried by the PyPI source distribution of vembrane.
usage: python tools/build_sequence_ontology.py SEQUENCE_ONTOLOGY.obo.xz
"""

import lzma
import sys
from pathlib import Path

ROOT = "SO:0001060"  # sequence_variant
OUT = Path(__file__).parent.parent / "src" / "gmstool" / "reference" / "data" / "sequence_ontology.tsv"
Term = dict[str, list[str]]


def read_terms(text: str) -> dict[str, Term]:
    """SO id to the tags of its stanza; obsolete terms left out."""
    terms: dict[str, Term] = {}
    for stanza in text.split("\n[Term]\n")[1:]:
        term: Term = {}
        for line in stanza.split("\n\n")[0].splitlines():
            tag, _, value = line.partition(": ")
            term.setdefault(tag, []).append(value)
        if "is_obsolete" not in term:
            terms[term["id"][0]] = term
    return terms


def parents(term: Term) -> list[str]:
    return [value.split()[0] for value in term.get("is_a", [])]


def descendants(terms: dict[str, Term], root: str) -> set[str]:
    found = {root}
    while added := {key for key, term in terms.items() if key not in found and found.intersection(parents(term))}:
        found |= added
    return found


def main(path: str) -> None:
    text = lzma.decompress(Path(path).read_bytes()).decode()
    release = next(line for line in text.splitlines() if line.startswith("data-version")).split()[1]
    terms = read_terms(text)
    kept = descendants(terms, ROOT)
    lines = [
        f"##source=Sequence Ontology, release {release}, http://www.sequenceontology.org",
        "##licence=CC BY 4.0; terms below SO:0001060 sequence_variant, columns id, name, is_a",
        "#id\tname\tparents",
    ]
    for key in sorted(kept):
        names = sorted(terms[parent]["name"][0] for parent in parents(terms[key]) if parent in kept)
        lines.append(f"{key}\t{terms[key]['name'][0]}\t{','.join(names)}")
    OUT.write_text("\n".join(lines) + "\n")
    print(f"{OUT.name}: {len(kept)} terms, release {release}")


if __name__ == "__main__":
    main(sys.argv[1])
