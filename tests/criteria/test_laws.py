"""Laws over all criteria at once, in genes with rules and transcripts of their own: what is not known never decides."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gmstool.rules.load import for_gene

PLACES = [
    ("chr16", 68_801_700, "CDH1", 1748), ("chr16", 68_833_300, "CDH1", 1748), ("chr16", 68_822_226, "CDH1", 1748),
    ("chr17", 7_674_220, "TP53", 11998), ("chr12", 102_852_851, "PAH", 8582), ("chr13", 20_189_500, "GJB2", 4284),
    ("chrX", 154_031_000, "MECP2", 6990), ("chr2", 39_022_772, "SOS1", 11187), ("chr1", 156_115_274, "LMNA", 6636),
]  # fmt: skip
INPUTS = {
    "consequence": ["missense_variant", "synonymous_variant", "intron_variant", "stop_gained", "frameshift_variant",
                    "inframe_deletion", "splice_donor_variant", "splice_acceptor_variant", "stop_lost", "start_lost",
                    "5_prime_UTR_variant", "splice_region_variant&synonymous_variant",
                    "missense_variant&splice_region_variant"],
    "gnomad_popmax_af": [0.0, 1e-6, 2e-5, 1e-4, 1e-3, 0.005, 0.02, 0.06], "gnomad_ac": [0, 1, 5, 1_000],
    "gnomad_an": [100, 2_000, 1_500_000], "gnomad_hom": [0, 2, 9], "gnomad_hemi": [0, 5],
    "moi": ["AD", "AR", "XL", "AD/AR"], "revel": [0.0, 0.1, 0.5, 0.7, 0.95], "spliceai_max": [0.0, 0.15, 0.9],
    "hgvsc": ["NM_1:c.1330G>C", "NM_1:c.10+3A>G", "NM_1:c.10-40A>G", "NM_1:c.100+1G>A"],
    "hgvsp": ["NP_1:p.Arg97fsTer8", "NP_1:p.Arg97Ter"], "amino_acids": ["R/S", "R/*"], "protein_position": [5, 97, 420],
    "phylop": [0.1, 5.0], "codons": ["cGt/cCt"], "transcript": ["NM_004360.5"], "dbscsnv_ada": [0.1, 0.9],
}  # fmt: skip
GROUPS = ("gnomad_afr_af", "gnomad_amr_af", "gnomad_eas_af", "gnomad_nfe_af", "gnomad_sas_af")
SHARE = [0.0001, 0.1, 1.0]  # the frequency of all, as a part of that of the largest group
# A refining fact only objects: it turns an answer into "not assessed", so that without it the answer is given, and the
# reason names what was missing.
REFINING = {"gnomad_an": {"BA1", "PM2", "BS2"}}
# What a person stated goes before what the gene's table has; without it the table's modes hold.
STATED = {"moi": {"PM2", "BS1", "BS2"}}
changes = st.sampled_from([("A", "G"), ("CAA", "C"), ("C", "CAAA")])
variants = st.tuples(
    st.sampled_from(PLACES), changes, st.fixed_dictionaries({name: st.sampled_from(of) for name, of in INPUTS.items()}),
    st.sampled_from([None, *SHARE]),
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(variants, st.lists(st.sampled_from([0.0, 0.1, 1.0]), min_size=5, max_size=5), st.sampled_from([None, 0.01, 0.9]))
def test_without_a_group_s_frequency_an_answer_only_ever_becomes_not_assessed(ask, variant, shares, bound):
    """Exomes with five groups: the frequency of all lies between theirs, the filtering one below the largest."""
    (chrom, pos, gene, hgnc_id), (ref, alt), facts, _ = variant
    full = {"chrom": chrom, "pos": pos, "gene": gene, "hgnc_id": hgnc_id, "ref": ref, "alt": alt, **facts}
    largest = full.pop("gnomad_popmax_af")
    full |= {name: share * largest for name, share in zip(GROUPS, (1.0, *shares[1:]), strict=True)}
    full["gnomad_exomes_af"] = 0.1 * largest
    if bound is not None:
        full["gnomad_faf95"] = bound * largest
    asked = [name for name in (*GROUPS, "gnomad_exomes_af", "gnomad_faf95") if name in full]
    poorer = [full | {name: None, "af_status": "observed"} for name in asked]

    found = ask.assessed(full, *poorer, rules=for_gene(gene), without=("gnomad_popmax_af",)).verdicts
    whole, *others = found.iter_rows(named=True)

    for name, left in zip(asked, others, strict=True):
        turned = {code for code, one in left.items() if None not in (whole[code], one) and not _same(whole[code], one)}
        assert not turned, name
        assert not {code for code, one in left.items() if whole[code] is None and one is not None}, name


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(variants)
def test_without_an_input_an_answer_only_ever_becomes_not_assessed(ask, variant):
    (chrom, pos, gene, hgnc_id), (ref, alt), facts, share = variant
    full = {"chrom": chrom, "pos": pos, "gene": gene, "hgnc_id": hgnc_id, "ref": ref, "alt": alt, **facts}
    if share is not None:
        full["gnomad_joint_af"] = share * facts["gnomad_popmax_af"]
    asked = [*INPUTS, "gnomad_joint_af"]
    poorer = [full | {name: None, "af_status": "observed"} for name in asked]

    whole, *others = ask.assessed(full, *poorer, rules=for_gene(gene)).verdicts.iter_rows(named=True)

    for name, left in zip(asked, others, strict=True):
        turned = {code for code, one in left.items() if None not in (whole[code], one) and not _same(whole[code], one)}
        answered = {code for code, one in left.items() if whole[code] is None and one is not None}
        assert turned <= STATED.get(name, set()), name
        assert answered <= STATED.get(name, set()) | REFINING.get(name, set()), name


def _same(before, after):
    return (before > 0, before < 0) == (after > 0, after < 0)
