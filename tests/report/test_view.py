"""What a summary shows and what it never shows."""

import pytest

from gmstool.identity import IdentityError
from gmstool.report.signing import content_sha256
from gmstool.report.view import view

PERSON = "19701063-2391"


def text_of(shown, key=None):
    return " ".join(str(one.blocks) for one in shown.sections if key in (None, one.key))


def test_the_first_page_has_its_sections_in_order(full):
    assert [one.key for one in view(full, "sv").first] == [
        "headline", "question", "findings", "limits", "actions", "open", "signoff",
    ]  # fmt: skip


def test_class_three_carries_no_meaning_and_no_action(full):
    shown = view(full, "en")

    assert "Never shown." not in text_of(shown)
    assert "Treat it." not in text_of(shown)
    assert "Åtgärdas." in text_of(shown, "findings")
    assert "Offer counselling. (Dr B)" in text_of(shown, "actions")
    assert any("left out" in one for one in shown.warnings)


def test_actions_come_from_the_case_file_only(make):
    shown = view(make.case([make.row()], **make.complete), "en")

    assert "proposes no action" in text_of(shown, "actions")


def test_key_findings_are_five_at_most(make):
    rows = [make.row(f"1-{at}-A-T") for at in range(1, 9)]

    table = next(one for one in view(make.case(rows), "en").first if one.key == "findings").blocks[0]

    assert len(table.rows) == 5


@pytest.mark.parametrize(("consent", "seen"), [(True, True), (False, False), (None, False)])
def test_secondary_findings_need_consent(make, consent, seen):
    stated = {} if consent is None else {"consent": {"secondary_findings": consent}}
    case = make.case(
        [make.row(), make.row("9-9-G-C", "SECRET")], **stated, finding=[{"variant": "chr9-9-G-C", "role": "secondary"}]
    )

    assert ("SECRET" in text_of(view(case, "en"))) is seen


def test_a_draft_is_marked_until_enough_people_signed_this_content(make, full):
    assert view(full, "sv").watermark == "UTKAST"
    seal = content_sha256(full)

    def signed(*names, wanted=1, content=seal):
        told = full.file.model_dump() | {
            "signatures_needed": wanted,
            "signature": [{"name": one, "role": "r", "date": "2026-01-01", "content_sha256": content} for one in names],
        }
        rest = {name: getattr(full, name) for name in ("rows", "metas", "gaps")}
        return full.model_copy(update={**rest, "file": type(full.file).model_validate(told)})

    assert view(signed("A"), "sv").watermark == ""
    assert view(signed("A", content="0" * 64), "sv").watermark == "UTKAST"
    two = signed(wanted=2)
    assert view(signed("A", wanted=2, content=content_sha256(two)), "sv").watermark == "UTKAST"
    assert view(signed("A", "A", wanted=2, content=content_sha256(two)), "sv").watermark == "UTKAST"
    assert view(signed("A", "B", wanted=2, content=content_sha256(two)), "sv").watermark == ""


def test_posterior_and_temperature_stand_in_the_appendix_only(make):
    case = make.case([make.row(number=3, posterior=0.8121, temperature="hot")], **make.complete,
                     finding=[{"variant": "chr1-100-A-T"}])  # fmt: skip
    shown = view(case, "sv")

    front = " ".join(str(one.blocks) for one in shown.first + shown.evidence)
    assert [one in front for one in ("0,8121", "'hett'")] == [False, False]
    assert [one in text_of(shown, "variants") for one in ("0,8121", "'hett'")] == [True, True]


def test_what_was_not_looked_at_is_said(make):
    told = text_of(view(make.case([make.row()], gaps=None), "en"), "limits")

    for wanted in ("Coverage is not known", "variant types", "could not be assessed", "no consent"):
        assert wanted in told


def test_uncovered_regions_are_named_by_gene(full):
    assert "DDD (20 bases)" in text_of(view(full, "en"), "limits")
    assert "4:1-20" in text_of(view(full, "en"), "gaps")


def test_an_identity_number_in_a_run_is_stopped_at_the_exit(make):
    case = make.case([make.row()], metas=[{"input": {"name": f"{PERSON}.vcf"}}])

    with pytest.raises(IdentityError):
        view(case, "sv")


@pytest.mark.parametrize("kind", ["rare", "solid", "haematology", "childhood", "pharmacogenomics"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_type_is_told_in_both_languages(make, kind, language):
    case = make.case(
        [make.row(tier="II", level="C", oncogenicity="Likely oncogenic", prompts=[{"kind": "germline", "because": "x"}],
                  evidence=[{"level": "A", "type": "therapeutic", "source": "s", "reviewed": False}] * 5, af=0.2)],
        kind, **make.complete, tumour={"oncotree": "AML", "cell_content": 0.5, "therapies": ["a"]},
        biomarker=[{"name": "TMB", "value": "3"}], result=[{"kind": "fusion", "result": "A::B"}],
        haematology={"who_2022": "w", "karyotype": "46,XX"}, childhood={"paired_normal": True},
        pgx=[{"gene": "G", "diplotype": "*1/*2", "phenotype": "p", "untested": "u"}],
        consent={"secondary_findings": True}, amendment=[{"version": 2, "date": "2026-01-02", "author": "A",
            "reason": "r"}],
        finding=[{"variant": "chr1-100-A-T", "vaf": 0.3, "role": "germline_flag", "other_centres":
                  [{"source": "s", "classification": "c"}]}],
    )  # fmt: skip
    shown = view(case, language)

    wanted = {"solid": "tiers", "haematology": "risk", "childhood": "childhood", "pharmacogenomics": "pharmacogenes",
              "rare": "secondary"}  # fmt: skip
    assert wanted[kind] in {one.key for one in shown.evidence}


def test_the_laboratory_s_own_words_are_not_translated(make):
    case = make.case([make.row()], open_question=["Varför?"])

    assert "Varför?" in text_of(view(case, "en"), "open")
