"""Remote sources against real local servers: slow, wrong, down, lying about their schema; what leaves the machine."""

import gzip
import json
import time

import pytest
from werkzeug.wrappers import Response

from gmstool.errors import InputError, RemoteError, UsageError
from gmstool.knowledge.asking import ask
from gmstool.knowledge.network import FAILED, Network
from gmstool.knowledge.resolve import resolve
from gmstool.knowledge.sources.beacon import Beacon, sequence_query
from gmstool.knowledge.sources.bundled import Bundled
from gmstool.knowledge.sources.loqusdb import Loqusdb, build_and_address
from gmstool.knowledge.sources.national import National
from gmstool.knowledge.sources.opened import remote_sources
from gmstool.knowledge.sources.token import national_token
from gmstool.knowledge.sources.web import Web, log_path

V600E = ("GRCh38", "7", 140753336, "A", "T")
UNKNOWN = "1-1000000-A-T"
SUMMARY = {"apiVersion": "v2.1.1", "requestedSchemas": [], "pagination": {}, "requestedGranularity": "record"}
RECORD = {
    "accession": "GMSA-AAAAAAAAAAAAAAAA", "version": 1, "assembly": "GRCh38", "chrom": "7", "pos": 140753336,
    "ref": "A", "alt": "T", "classification": "Oncogenic", "origin": "somatic", "lab": "GMC West", "quarter": "2026Q3",
    "criteria": [{"code": "OS3", "strength": "Strong", "reason": None}], "hgvsp": "p.Val600Glu", "hgnc_id": 1097,
}  # fmt: skip


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A home folder of its own, so that logs and caches are seen."""
    monkeypatch.setenv("GMS_HOME", str(tmp_path / "home"))
    for name in ("GMS_KB_TOKEN", "GMS_KB_TOKEN_FILE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "home"


def web(httpserver, timeout=5.0):
    return Web(httpserver.url_for(""), timeout)


def national(httpserver, *records, **more):
    httpserver.expect_request("/api/v1/assertions").respond_with_json(
        {"protocol": "gms-kb/1", "release": "2026-11-01", "assertions": records, **more}
    )
    httpserver.expect_request("/api/v1/frequencies").respond_with_json({"protocol": "gms-kb/1", "frequencies": []})
    return National(web(httpserver))


def beacon_answer(*interpretations, granularity="record", exists=True, variation=None, **more):
    """An answer that has what the schema of Beacon v2.1.1 requires."""
    record = {
        "variantInternalId": "v1", "variation": variation or {"alternateBases": "T", "referenceBases": "A"},
        "variantLevelData": {"clinicalInterpretations": list(interpretations)},
    }  # fmt: skip
    answer = {
        "meta": {"beaconId": "org.example", "apiVersion": "v2.1.1", "returnedSchemas": [],
                 "returnedGranularity": granularity, "receivedRequestSummary": dict(SUMMARY)},
        "responseSummary": {"exists": exists},
    }  # fmt: skip
    if granularity == "record":
        sets = {"id": "GMC North", "setType": "dataset", "exists": exists, "resultsCount": 1, "results": [record]}
        answer["response"] = {"resultSets": [sets]}
    return answer | more


def test_the_national_server_answers_with_assertions(httpserver):
    source = national(httpserver, RECORD)

    (found,) = source.at([V600E])

    assert (found.lab, found.classification, found.criteria[0].code) == ("GMC West", "Oncogenic", "OS3")
    assert source.version == "2026-11-01"
    assert source.age is not None
    assert httpserver.log[0][0].args.getlist("variant") == ["GRCh38-7-140753336-A-T"]


def test_a_beacon_is_asked_0_based_and_its_interpretations_are_read(httpserver):
    effect = {"id": "MONDO:0005105", "label": "melanoma"}
    condition = {"clinicalRelevance": "likely pathogenic", "conditionId": "c1", "effect": effect}
    httpserver.expect_request("/g_variants").respond_with_json(beacon_answer(condition))

    (found,) = Beacon(web(httpserver)).at([V600E])

    assert (found.classification, found.condition_id, found.condition, found.lab) == (
        "Likely pathogenic", "MONDO:0005105", "melanoma", "GMC North",
    )  # fmt: skip
    asked = httpserver.log[0][0].args
    assert (asked["start"], asked["referenceName"], asked["assemblyId"]) == ("140753335", "7", "GRCh38")


def test_a_beacon_is_asked_for_a_gene_by_both_spellings(httpserver):
    place = {"interval": {"start": {"value": 140753335}}, "sequence_id": "refseq:NC_000007.14"}
    known = {"location": place, "referenceBases": "A", "alternateBases": "T"}
    interpretation = {"clinicalRelevance": "pathogenic", "conditionId": "c1"}
    httpserver.expect_request("/g_variants").respond_with_json(beacon_answer(interpretation, variation=known))

    (found,) = Beacon(web(httpserver)).of_gene(1097)

    assert (found.key, found.classification) == (V600E, "Pathogenic")
    asked = httpserver.log[0][0].args
    assert asked["geneId"] == asked["geneid"] == "BRAF"


@pytest.mark.parametrize("granularity", ["boolean", "count"])
def test_a_beacon_that_tells_less_gives_a_sighting_without_a_class(httpserver, granularity):
    told = beacon_answer(granularity=granularity)
    told["responseSummary"] |= {"numTotalResults": 3} if granularity == "count" else {}
    httpserver.expect_request("/g_variants").respond_with_json(told)

    (found,) = Beacon(web(httpserver)).at([V600E])

    assert found.classification is None
    assert found.cases == ("1-4" if granularity == "count" else None)


def test_what_is_not_in_a_beacon_is_nothing(httpserver):
    httpserver.expect_request("/g_variants").respond_with_json(beacon_answer(granularity="boolean", exists=False))

    assert Beacon(web(httpserver)).at([V600E]) == []


def test_loqusdb_counts_cases_and_404_is_not_seen(httpserver):
    seen = {"chrom": "7", "start": 140753336, "end": 140753336, "ref": "A", "alt": "T", "observations": 5,
            "homozygote": 1, "hemizygote": 0, "total": 900, "families": ["case-1", "case-2"]}  # fmt: skip
    httpserver.expect_request("/variants/7_140753336_A_T").respond_with_json(seen)
    httpserver.expect_request("/variants/1_1_A_T").respond_with_json({"detail": "not found"}, status=404)
    source = Loqusdb(web(httpserver))

    (found,) = source.frequencies([V600E])

    assert (found.het, found.hom, found.hemi, found.total) == (4, 1, 0, 900)
    assert "case-1" not in repr(found)
    assert source.frequencies([("GRCh38", "1", 1, "A", "T")]) == []
    assert source.frequencies([("GRCh37", "7", 140753336, "A", "T")]) == []  # of another build than the server


def test_a_beacon_tells_the_frequencies_of_populations_in_the_same_answer(httpserver):
    told = beacon_answer()
    told["response"]["resultSets"][0]["results"][0]["frequencyInPopulations"] = [
        {
            "source": "SweGen",
            "sourceReference": "x",
            "frequencies": [{"population": "Sweden", "alleleFrequency": 0.0005}],
        }
    ]
    httpserver.expect_request("/g_variants").respond_with_json(told)
    beacon = Beacon(web(httpserver))

    beacon.at([V600E])
    (found,) = beacon.frequencies([V600E])

    assert (found.centre, found.allele_frequency, found.total) == ("SweGen Sweden", 0.0005, None)
    assert len(httpserver.log) == 1


def test_the_national_server_may_tell_counts_as_bands(httpserver):
    counts = {"centre": "GMC West", "kind": "snv", "het": "1-4", "hom": 0, "hemi": None, "total": "100+"}
    httpserver.expect_request("/api/v1/frequencies").respond_with_json(
        {"protocol": "gms-kb/1", "frequencies": [counts]}
    )

    (found,) = National(web(httpserver)).frequencies([V600E])

    assert (found.het, found.hom, found.hemi, found.total) == ("1-4", 0, None, "100+")


def test_the_token_is_sent_to_the_national_server_alone_and_written_nowhere(httpserver, home, monkeypatch, tmp_path):
    (path := tmp_path / "token").write_text("s3cret\n")
    path.chmod(0o600)
    monkeypatch.setenv("GMS_KB_TOKEN_FILE", str(path))
    address = httpserver.url_for("").rstrip("/")
    national(httpserver, RECORD)
    httpserver.expect_request("/g_variants").respond_with_json(beacon_answer())
    (server, beacon), refused = remote_sources(address, [address], [], [address.partition("//")[2]], 5.0)

    server.at([V600E])
    beacon.at([V600E])

    assert refused == []
    assert [one.headers.get("Authorization") for one, _ in httpserver.log] == ["Bearer s3cret", None]
    assert not any(b"s3cret" in one.read_bytes() for one in home.rglob("*") if one.is_file())


@pytest.mark.parametrize(("text", "mode", "message"), [("a b", 0o600, "what no token has"), ("x", 0o644, "others can")])
def test_a_token_that_is_none_or_not_secret_is_refused(monkeypatch, tmp_path, text, mode, message):
    (path := tmp_path / "token").write_text(text)
    path.chmod(mode)
    monkeypatch.setenv("GMS_KB_TOKEN_FILE", str(path))

    with pytest.raises(InputError, match=message):
        national_token()


def test_each_beacon_and_loqusdb_is_allowed_by_its_own_name():
    beacons, loqusdbs = ["https://a.example", "https://b.example:8443/api"], ["GRCh37=https://l.example"]
    found, refused = remote_sources(None, beacons, loqusdbs, ["b.example:8443"], 5.0)

    assert [one.name for one in found] == ["Beacon b.example:8443"]
    assert refused == ["a.example", "l.example"]


def _lying():
    """What a server may say, and what is told of it."""
    loqus = {"chrom": "7", "start": 140753336, "ref": "A", "alt": "T", "observations": 5, "homozygote": 1}
    return [
        (National, {"assertions": []}, "no `protocol`"),
        (National, {"protocol": "gms-kb/1"}, "no list `assertions`"),
        (National, {"protocol": "gms-kb/1", "assertions": [7]}, "no object"),
        (National, {"protocol": "gms-kb/1", "assertions": [RECORD | {"pos": "1"}]}, "no count"),
        (National, {"protocol": "gms-kb/1", "assertions": [RECORD | {"pos": -1}]}, "no count"),
        (National, {"protocol": "gms-kb/1", "assertions": [RECORD | {"pos": 10**9}]}, "a place that there is not"),
        (National, {"protocol": "gms-kb/1", "assertions": [RECORD | {"alt": "G"}]}, "another variant"),
        (National, {"protocol": "gms-kb/1", "assertions": [RECORD | {"lab": ["x"]}]}, "`lab` is no text"),
        (National, {"protocol": "gms-kb/1", "assertions": [RECORD | {"lab": "x" * 5000}]}, "`lab` is no text"),
        (National, {"protocol": "gms-kb/1", "assertions": [RECORD] * 10_001}, "more than 10,000 records"),
        (National, ["a list"], "no `protocol`"),
        (Beacon, {"response": {}}, "no `meta`"),
        (Beacon, beacon_answer() | {"meta": {"beaconId": "x"}}, "`meta` without apiVersion"),
        (Beacon, beacon_answer() | {"response": {"resultSets": [{"id": "x"}]}}, "a result set without"),
        (Beacon, beacon_answer({"clinicalRelevance": "Harmful"}), "no clinical relevance"),
        (Beacon, beacon_answer({"effect": "MONDO:1"}), "no ontology term"),
        (Beacon, beacon_answer(variation={"alternateBases": "G"}), "another variant"),
        (Beacon, beacon_answer(granularity="everything"), "no `returnedGranularity`"),
        (Loqusdb, loqus | {"alt": "G"}, "another variant"),
        (Loqusdb, loqus | {"observations": 10, "total": 2}, "do not add up"),
        (Loqusdb, loqus | {"observations": -1}, "no count"),
        (Loqusdb, loqus | {"observations": True}, "no count"),
        (Loqusdb, [1], "no object"),
        (Beacon, _with_frequency({"alleleFrequency": 7}), "no share"),
        (Beacon, _with_frequency("often"), "a frequency that is none"),
    ]


def asked_both(source):
    return source.at([V600E]), source.frequencies([V600E])


def _with_frequency(frequency):
    told = beacon_answer()
    told["response"]["resultSets"][0]["results"][0]["frequencyInPopulations"] = [{"frequencies": [frequency]}]
    return told


@pytest.mark.parametrize(("kind", "told", "message"), _lying())
def test_a_server_that_lies_about_its_schema_is_named_and_not_believed(httpserver, kind, told, message):
    for path in ("/api/v1/assertions", "/g_variants", "/variants/7_140753336_A_T"):
        httpserver.expect_request(path).respond_with_json(told)
    source = kind(web(httpserver))

    with pytest.raises(RemoteError) as caught:
        asked_both(source)

    assert message in caught.value.message


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (Response(b"<html>", 200), "did not answer with JSON"),
        (Response(b"[" * 100_000, 200), "did not answer with JSON"),
        (Response(b"{}", 401), "status 401: it asks for a token"),
        (Response(b"{}", 404), "not at this address"),
        (Response(b"{}", 500), "status 500"),
        (Response(b"", 302, {"Location": "https://elsewhere.example"}), "status 302"),
        (Response(b'"' + b"x" * (9 << 20) + b'"', 200), "more than 8 MiB"),
        (Response(gzip.compress(b" " * (9 << 20)), 200, {"Content-Encoding": "gzip"}), "more than 8 MiB"),
    ],
)
def test_a_server_that_is_wrong_is_told_in_a_sentence(httpserver, answer, message):
    httpserver.expect_request("/api/v1/assertions").respond_with_response(answer)

    with pytest.raises(RemoteError, match=message):
        National(web(httpserver)).at([V600E])


def test_a_server_that_stumbles_is_asked_again(httpserver):
    httpserver.expect_ordered_request("/api/v1/assertions").respond_with_response(Response(b"", 503))
    httpserver.expect_ordered_request("/api/v1/assertions").respond_with_json(
        {"protocol": "gms-kb/1", "assertions": [RECORD]}
    )

    assert len(National(web(httpserver)).at([V600E])) == 1


def test_a_slow_server_is_left_behind_and_the_others_are_told(httpserver):
    def slow(_request):
        time.sleep(1.5)
        return Response(b"{}", 200)

    httpserver.expect_request("/g_variants").respond_with_handler(slow)
    network = Network([Bundled()], [Beacon(web(httpserver))], timeout=0.3)
    start = time.monotonic()

    (answer,) = ask(resolve("7-140753336-A-T"), network)

    assert time.monotonic() - start < 1.2
    assert answer.assertions
    failed = [one for one in answer.sources if one.state == FAILED]
    assert [one.said for one in failed] == ["no answer within 0.3 seconds"]


def test_when_every_remote_failed_and_nothing_here_knows_it_is_an_error_with_exit_6(monkeypatch):
    monkeypatch.setattr("gmstool.knowledge.sources.web.ATTEMPTS", 1)
    down = National(Web("http://127.0.0.1:9", 1))

    with pytest.raises(RemoteError) as caught:
        ask(resolve(UNKNOWN), Network([Bundled()], [down], timeout=3))

    assert caught.value.exit_code == 6
    assert "cannot be reached" in caught.value.message


def test_one_remote_that_answers_is_enough(httpserver, monkeypatch):
    monkeypatch.setattr("gmstool.knowledge.sources.web.ATTEMPTS", 1)
    network = Network([Bundled()], [National(Web("http://127.0.0.1:9", 1)), national(httpserver)], timeout=3)

    (answer,) = ask(resolve(UNKNOWN), network)

    assert [one.state for one in answer.sources] == ["answered", "failed", "answered"]


def test_every_disclosure_is_logged_with_what_was_sent(httpserver):
    national(httpserver).at([V600E])

    (line,) = map(json.loads, log_path().read_text().splitlines())

    assert line["to"] == httpserver.url_for("").rstrip("/")
    assert line["sent"] == [["variant", "GRCh38-7-140753336-A-T"]]


def test_nothing_is_sent_when_the_disclosure_cannot_be_logged(httpserver, home):
    home.write_text("a file where the folder should be")

    with pytest.raises(RemoteError, match="cannot be logged"):
        national(httpserver).at([V600E])

    assert httpserver.log == []


def test_an_unchanged_answer_is_read_from_the_cache(httpserver):
    body = json.dumps({"protocol": "gms-kb/1", "release": "2026-11-01", "assertions": [RECORD]})

    def answer(request):
        if request.headers.get("If-None-Match") == '"v1"':
            return Response(b"", 304)
        return Response(body, 200, {"ETag": '"v1"', "Content-Type": "application/json"})

    httpserver.expect_request("/api/v1/assertions").respond_with_handler(answer)
    source = National(web(httpserver))

    assert source.at([V600E]) == source.at([V600E]) != []
    assert [response.status_code for _, response in httpserver.log] == [200, 304]


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("http://kb.example.org", "https only"),
        ("ftp://kb.example.org", "no http or https"),
        ("kb.example.org", "no http or https"),
        ("https://user:secret@kb.example.org", "password"),
    ],
)
def test_an_unsafe_address_is_refused_and_a_password_not_repeated(url, message):
    with pytest.raises(UsageError) as caught:
        Web(url, 1)

    assert message in caught.value.message
    assert "secret" not in caught.value.message


def test_related_variants_are_looked_up_on_this_machine_only(httpserver):
    ask(resolve("7-140753336-A-T"), Network([Bundled()], [national(httpserver, RECORD)]))

    paths = {(request.path, tuple(request.args)) for request, _ in httpserver.log}

    assert paths == {("/api/v1/assertions", ("variant",)), ("/api/v1/frequencies", ("variant",))}


def test_a_loqusdb_of_the_other_build_is_named_before_its_address():
    assert build_and_address("GRCh37=https://l.example") == ("GRCh37", "https://l.example")
    assert build_and_address("https://l.example/?a=b") == ("GRCh38", "https://l.example/?a=b")
    with pytest.raises(UsageError):
        build_and_address("hg99=https://l.example")


def test_the_parameters_of_a_sequence_query_are_those_of_the_specification():
    assert dict(sequence_query(("GRCh37", "X", 1, "A", "T"))) == {
        "assemblyId": "GRCh37", "referenceName": "X", "start": "0", "referenceBases": "A", "alternateBases": "T",
        "requestedGranularity": "record", "includeResultsetResponses": "HIT",
    }  # fmt: skip
