"""Personal identity numbers: every kind is found where it stands, look-alikes are left, nothing repeats a number.

All numbers are made up here from a date and a serial, or are the issuing bodies' own published examples.
"""

import datetime as dt
import hashlib
import random
import uuid

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gmstool.errors import GmsError
from gmstool.identity import MASK, Found, IdentityError, check, find, masked

P, S, N = "personnummer", "samordningsnummer", "nationellt reservnummer"
STOCKHOLM, VASTRA_GOTALAND = "reservnummer Stockholm", "reservnummer Västra Götaland"
REGIONAL = "regionalt reservnummer"
LETTERS = "ABCDEFGHJKLMNPRSTUXYZ"


def check_digit(body, letters=None):
    """Modulus 10 with weights 2, 1, 2, … from the right, written out apart from the code under test."""
    total = 0
    for weight, one in zip([2, 1] * 6, reversed(body), strict=False):
        value = int(one) if one.isdigit() else (letters or {}).get(one, ord(one))
        product = weight * value
        while product:
            product, digit = divmod(product, 10)
            total += digit
    return str(-total % 10)


def born(day, serial, sign="", century=""):
    return century + day + sign + serial + check_digit(day + serial)


def national(body):
    return body + check_digit(body)


def stockholm(body, first=0):
    return body + check_digit(body[first:])


def vastra_gotaland(body, first=0):
    return body + check_digit(body[first:], {"K": 5, "M": 7, "X": 8})


def kinds(text):
    return [found.kind for found in find(text)]


def situations(*rows):
    return pytest.mark.parametrize(("text", "expected"), [pytest.param(*row[1:], id=row[0]) for row in rows])


@situations(
    ("Skatteverket's samordningsnummer", "701063-2391", [S]),
    ("national, first series, woman", "22950606FH20", [N]),
    ("national, third series, sex unknown", "25780404KHD5", [N]),
    ("national, birth date unknown, man", "00342145BZ31", [N]),
    ("national, birth date and sex unknown", "00749852BZK0", [N]),
    ("national that reads as hexadecimal", "22790814AA01", [N]),
    ("national with a dash, as in HL7 Sweden", "22950606-FH20", [N]),
    ("Stockholm, Luhn over all 12", "991981000011", [STOCKHOLM]),
    ("Stockholm, Luhn from position 5", "991981000010", [STOCKHOLM]),
    ("Stockholm, neither", "991981000012", []),
    ("Västra Götaland, Luhn over all 12", "19810829M070", [VASTRA_GOTALAND]),
    ("Västra Götaland, Luhn over the last ten", "19810829M071", [VASTRA_GOTALAND]),
    ("Västra Götaland, woman", "19450829K088", [VASTRA_GOTALAND]),
    ("Västra Götaland, sex unknown", "19930829X802", [VASTRA_GOTALAND]),
    ("Västra Götaland, neither", "19810829M072", []),
    ("Värmland", "19810829SU3A", [REGIONAL]),
    ("Örebro", "19810829TB1F", [REGIONAL]),
    ("Skåne, six digits of birth date", "810829DA1B", [REGIONAL]),
    ("Blekinge", "20200501-AA8A", [REGIONAL]),
    ("Västernorrland", "20100101014R", [REGIONAL]),
    ("Sörmland", "18500101N123", [REGIONAL]),
)
def test_published_examples(text, expected):
    assert kinds(text) == expected


@situations(
    ("ten digits and a hyphen", born("121212", "121", "-"), [P]),
    ("a hundred years or more", born("121212", "121", "+"), [P]),
    ("ten digits", born("121212", "121"), [P]),
    ("twelve digits", born("121212", "121", century="19"), [P]),
    ("twelve digits and a hyphen", born("121212", "121", "-", "20"), [P]),
    ("the century 18", born("121212", "121", century="18"), [P]),
    ("the century 17", born("121212", "121", century="17"), []),
    ("the century 21", born("121212", "121", century="21"), []),
    ("day + 60", born("121272", "121", "-"), [S]),
    ("day + 60 with century", born("121272", "121", century="19"), [S]),
    ("last day of January", born("120131", "121", "-"), [P]),
    ("32 January", born("120132", "121", "-"), []),
    ("first day + 60", born("120161", "121", "-"), [S]),
    ("day 60 is no day + 60", born("120160", "121", "-"), []),
    ("last day + 60", born("120191", "121", "-"), [S]),
    ("32 + 60", born("120192", "121", "-"), []),
    ("31 April", born("120431", "121", "-"), []),
    ("31 April + 60", born("120491", "121", "-"), []),
    ("month 0", born("120012", "121", "-"), []),
    ("month 12", born("121201", "121", "-"), [P]),
    ("month 13", born("121301", "121", "-"), []),
    ("29 February of a leap year", born("960229", "121", "-"), [P]),
    ("29 February of another year", born("970229", "121", "-"), []),
    ("29 February 2000", born("000229", "121", century="20"), [P]),
    ("29 February 1900 never was", born("000229", "121", century="19"), []),
    ("29 February 00 and a hyphen is 2000", born("000229", "121", "-"), [P]),
    ("29 February 00 and a plus is 1900", born("000229", "121", "+"), []),
    ("29 February 96 and a plus is 1896", born("960229", "121", "+"), [P]),
    ("29 February + 60 of another year", born("970289", "121", "-"), []),
    ("the smallest birth number", born("121212", "001", "-"), [P]),
    ("birth number 000", born("121212", "000", "-"), []),
    ("national, 19 + 3", national("22121212AB1"), [N]),
    ("national, 20 + 3", national("23121212AB1"), [N]),
    ("national, 18 + 6", national("24121212AB1"), []),
    ("national, 20 + 78", national("98121212AB1"), [N]),
    ("national, 19 without a constant", national("19121212AB1"), []),
    ("national, XX 01 is reserved", national("01121212AB1"), []),
    ("national, 29 February 1900", national("22000229AB1"), []),
    ("national, 29 February 2000", national("23000229AB1"), [N]),
    ("national, sex unknown", national("22121212ABC"), [N]),
    ("national, letter I", national("22121212AI1"), []),
    ("national, letter W for sex", national("22121212ABW"), []),
    ("national in small letters", national("22121212AB1").lower(), [N]),
    ("national, unknown date, lowest", national("00002040AB1"), [N]),
    ("national, unknown date, highest", national("00999959AB1"), [N]),
    ("national, unknown date, month 19", national("00001940AB1"), []),
    ("national, unknown date, day 39", national("00002039AB1"), []),
    ("national, unknown date, day 60", national("00002060AB1"), []),
    ("Stockholm, year 2299", stockholm("99229900001"), [STOCKHOLM]),
    ("Stockholm, year 2300", stockholm("99230000001"), []),
    ("Stockholm with a dash", "99198100-0011", [STOCKHOLM]),
    ("Västra Götaland in a leap year", vastra_gotaland("20000229K08"), [VASTRA_GOTALAND]),
    ("Västra Götaland, 29 February 1900", vastra_gotaland("19000229K08"), []),
    ("Västra Götaland, letter L", "19810829L070", []),
    ("regional, a day that never was", "20121301AA1B", []),
    ("regional, six digits, a day that never was", "811329DA1B", []),
    ("regional in small letters has nothing to go by", "20200501aa8a", []),
)
def test_both_sides_of_each_rule(text, expected):
    assert kinds(text) == expected


@situations(
    ("en dash", born("121212", "121", "\N{EN DASH}"), [P]),
    ("minus sign", born("121212", "121", "\N{MINUS SIGN}"), [P]),
    ("non-breaking hyphen", born("121212", "121", "\N{NON-BREAKING HYPHEN}"), [P]),
    ("fullwidth plus", born("121212", "121", "\N{FULLWIDTH PLUS SIGN}"), [P]),
    ("space", born("121212", "121", " "), [P]),
    ("non-breaking space", born("121212", "121", "\N{NO-BREAK SPACE}", "19"), [P]),
    ("thin spaces round a dash", born("121212", "121", "\N{THIN SPACE}\N{EN DASH}\N{THIN SPACE}"), [P]),
    ("soft hyphen", born("121212", "121", "\N{SOFT HYPHEN}"), [P]),
    ("zero-width space", born("121212", "121", "\N{ZERO WIDTH SPACE}", "19"), [P]),
    ("fullwidth digits", "\uff17\uff10\uff11\uff10\uff16\uff13-\uff12\uff13\uff19\uff11", [S]),
    ("tab is a column border", born("121212", "121", "\t"), []),
    ("two spaces", born("121212", "121", "  "), []),
    ("line break", born("121212", "121", "\n"), []),
)
def test_as_typed_in_documents(text, expected):
    assert find(text) == [Found(kind, 0, len(text)) for kind in expected]
    around = f"prov\N{NO-BREAK SPACE}\N{ZERO WIDTH SPACE}å {text}² \N{EM DASH} klart"
    assert [around[found.start : found.end] for found in find(around)] == [text for _ in expected]


@situations(
    ("in parentheses", f"({born('121212', '121', '-')})", [P]),
    ("at the end of a sentence", f"Patienten är {born('121212', '121')}.", [P]),
    ("as a file name", f"/data/{born('121212', '121', century='19')}_R1.fastq.gz", [P]),
    ("ten digits between underscores", f"run_{born('121212', '121')}_S1", [P]),
    ("before a tumour mark", f"{born('121212', '121', '-')}T", [P]),
    ("after a letter", f"P{born('121212', '121', century='19')}", [P]),
    ("ten bare digits after a letter", f"P{born('121212', '121')}", []),
    ("ten bare digits before a letter", f"{born('121212', '121')}T", []),
    ("after a number in a list", f"prov 1.{born('121212', '121', '-')}", [P]),
    ("a digit too many in front", f"1{born('121212', '121')}", []),
    ("a digit too many behind", f"{born('121212', '121', '-')}1", []),
    ("in a column of a table", f"1,{born('121212', '121')},female", [P]),
    ("read as decimals", f"{born('121212', '121')}.0", [P]),
    ("with decimals", f"{born('121212', '121')}.25", []),
    ("an allele frequency of ten decimals", f"AF=0.{born('121212', '121')}", []),
    ("an allele frequency of twelve decimals", f"AF=0.{born('121212', '121', century='19')}", []),
    ("two in a row", f"{born('121212', '121', '-')} {born('121272', '121', '-')}", [P, S]),
    ("text without numbers", "ingen patient här", []),
    ("nothing", "", []),
)
def test_where_a_number_begins_and_ends(text, expected):
    assert kinds(text) == expected


TEN, TWELVE, SIGNED = born("121212", "121"), born("121212", "121", century="19"), born("121212", "121", "-")


@situations(
    ("dbSNP", f"rs{TEN} rs{TWELVE}", []),
    ("dbSNP in INFO", f"RS={TEN};DP=20", []),
    ("ClinVar", f"SCV{TWELVE} VCV{TWELVE}.2 RCV{TWELVE}.4", []),
    ("a ClinVar accession as printed", "RCV000003528.4", []),
    ("PubMed", f"PMID: {TEN}, PMID:{TEN}", []),
    ("SNOMED CT", f"SNOMED CT:{TEN}", []),
    ("a signed number after PMID", f"PMID: {SIGNED}", [P]),
    ("RefSeq", f"NM_{TWELVE}.4 NC_{TWELVE}.11", []),
    ("a position", "1:170837543", []),
    ("a region", f"chr1:{SIGNED}", []),
    ("a region no chromosome can hold", f"chr1:{TWELVE}", [P]),
    ("an intron, upstream", f"NM_000059.4:c.{SIGNED}A>G", []),
    ("an intron, downstream", f"c.{born('121212', '121', '+')}del", []),
    ("`c.` without a change is no HGVS", f"c.{SIGNED}", [P]),
    ("a genomic change", "NC_000001.11:g.170837543_170837600del", []),
    ("a gnomAD variant", "1-55051215-G-GA", []),
    ("a UUID", f"550e8400-e29b-41d4-a716-{TWELVE}", []),
    ("UUID of version 4", str(uuid.UUID(int=0x550E8400E29B41D4A716446655440000)), []),
    ("SHA-256", hashlib.sha256(b"gms").hexdigest(), []),
    ("MD5 that holds one", f"d41d8cd98f00b204e98{TWELVE}a", []),
    ("a date", "2015-08-01", []),
    ("a date without dashes", "20150801", []),
    ("a date and a time of day with seconds", "20150801120000", []),
    ("a sample name", "ADM1059A2", []),
    ("a sample name with a date", "GMS-2023-08-01-N001", []),
    ("a coriell sample", "NA12878 HG002", []),
    ("genotype and depths", "0/1:1012,1212:2224:99:1212,0,1212", []),
    ("a run folder", "230801_A00123_0456_AHXXXXDSX5", []),
    ("an organisation number", "212000-0142", []),
)
def test_look_alikes(text, expected):
    assert kinds(text) == expected


@st.composite
def numbers(draw):
    """A kind, a number of it, and the check digits that it could also have."""
    kind = draw(st.sampled_from([P, S, N, STOCKHOLM, VASTRA_GOTALAND]))
    day = draw(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)))
    century, six, serial = f"{day:%Y%m%d}"[:2], f"{day:%y%m%d}", f"{draw(st.integers(1, 999)):03}"
    if kind in {P, S}:
        six = six if kind == P else six[:4] + str(int(six[4:]) + 60)
        body = draw(st.sampled_from(["", century])) + six + draw(st.sampled_from(["-", "", "\N{EN DASH}"])) + serial
        return kind, body, {check_digit(six + serial)}
    if kind == N:
        series = str(int(century) + 3 * draw(st.integers(1, 26)))
        text = st.text(LETTERS, min_size=2, max_size=2)
        body = series + six + draw(text) + draw(st.sampled_from(LETTERS + "0123456789"))
        return kind, body, {check_digit(body)}
    if kind == STOCKHOLM:
        body = f"99{draw(st.integers(1980, 2299))}{draw(st.integers(0, 99999)):05}"
        return kind, body, {check_digit(body), check_digit(body[4:])}
    body = f"{day:%Y%m%d}" + draw(st.sampled_from("KMX")) + f"{draw(st.integers(6, 89)):02}"
    values = {"K": 5, "M": 7, "X": 8}
    return kind, body, {check_digit(body, values), check_digit(body[2:], values)}


SURROUNDING = st.text(st.characters(exclude_categories=["Cs", "Nd"]))
SEPARATORS = st.sampled_from([" ", "\t", "\n", ",", ";", "|", "(", ")", "/", "_", '"', "\N{NO-BREAK SPACE}"])


@given(numbers(), SURROUNDING, SEPARATORS, SEPARATORS, SURROUNDING)
def test_every_number_is_found_in_its_place(made, before, opening, closing, after):
    kind, body, digits = made
    for digit in digits:
        start, end = len(before) + 1, len(before) + 1 + len(body) + 1
        assert find(before + opening + body + digit + closing + after) == [Found(kind, start, end)]


@given(numbers(), st.sampled_from("0123456789"), SURROUNDING, SEPARATORS)
def test_another_check_digit_is_not_found(made, other, before, opening):
    _, body, digits = made
    assume(other not in digits)
    assert find(before + opening + body + other) == []


PIECES = st.one_of(
    numbers().map(lambda made: made[1] + min(made[2])),
    st.text(),
    SEPARATORS,
    st.text("0123456789-+ .KMXrsc", max_size=14),
)


@given(st.lists(PIECES).map("".join))
def test_masked_text_holds_no_number(text):
    assert find(masked(text)) == []
    assert [found.kind for found in find(text)] == [] or MASK in masked(text)


def test_masking_leaves_the_rest():
    assert masked(f"prov {SIGNED} och {TWELVE}T.") == f"prov {MASK} och {MASK}T."
    assert masked("prov 7") == "prov 7"


def test_a_number_that_its_neighbour_hid_is_masked_too():
    assert kinds(f"{SIGNED}.{TEN}") == [P]
    assert masked(f"{SIGNED}.{TEN}") == f"{MASK}.{MASK}"


def test_random_ten_digits_seldom_pass():
    generator = random.Random(20)  # noqa: S311  a sample, no secret
    hits = sum(bool(find(f"{generator.randrange(10**10):010}")) for _ in range(20_000))
    assert hits / 20_000 < 0.01


@pytest.mark.parametrize("number", [SIGNED, TWELVE, "701063-2391", "22950606FH20", "19810829M070"])
def test_the_error_names_kind_and_place_but_no_number(number):
    with pytest.raises(IdentityError) as caught:
        check(f"sample {number}", where=f"the header of {number}.vcf")
    told = f"{caught.value!r} {caught.value.hint} {find(number)}"
    assert isinstance(caught.value, GmsError)
    assert caught.value.exit_code == 1
    assert find(number)[0].kind in caught.value.message
    assert "the header of" in caught.value.message
    assert "pseudonym" in caught.value.hint
    assert number not in told
    assert number[-4:] not in told


def test_clean_text_passes():
    check("sample ADM1059A2", where="the header")


def test_each_kind_is_named_once():
    with pytest.raises(IdentityError, match=rf"\({P}, {S}\)"):
        check(f"{SIGNED} {TWELVE} 701063-2391", where="line 3")
