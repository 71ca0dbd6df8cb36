"""True sentences about a place within a region, a class or a body: none may be called false.

The places are counted here from the tables, by the column `region` of the units.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from helpers.questions.clean_figures.answer import CleanFigures
from helpers.questions.press_check.answer import CONTRADICTED
from helpers.questions.press_check.headline import Judged, check_headline
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Units
from helpers.statements.reader import read_headline

Check = Callable[[str], list[Judged]]
NAMES = {
    "Đồng bằng sông Hồng": (
        "vùng Đồng bằng sông Hồng", "khu vực ĐBSH", "ĐBSH", "ĐB sông Hồng",
        "các tỉnh, thành Đồng bằng sông Hồng", "the Red River Delta",
    ),
    "Trung du và miền núi phía Bắc": (
        "vùng Trung du và miền núi phía Bắc", "miền núi phía Bắc", "trong các tỉnh phía Bắc",
        "các tỉnh trung du, miền núi phía Bắc", "khu vực trung du miền núi Bắc Bộ",
        "the northern mountain provinces",
    ),
    "Bắc Trung Bộ và duyên hải miền Trung": (
        "vùng Bắc Trung Bộ và Duyên hải miền Trung", "miền Trung", "khu vực Duyên hải miền Trung",
        "Bắc Trung Bộ, Duyên hải miền Trung", "central Vietnam", "the central coast",
    ),
    "Tây Nguyên": (
        "khu vực Tây Nguyên", "5 tỉnh Tây Nguyên", "trong 5 tỉnh Tây Nguyên", "Tây nguyên",
        "the Central Highlands", "the five Central Highlands provinces",
    ),
    "Đông Nam Bộ": (
        "Đông Nam Bộ", "vùng Đông Nam bộ", "các tỉnh, thành phía Nam", "toàn vùng Đông Nam Bộ",
        "the Southeast", "the south-eastern region",
    ),
    "Đồng bằng sông Cửu Long": (
        "vùng ĐBSCL", "ĐBSCL", "khu vực Đồng bằng sông Cửu Long", "miền Tây", "trong vùng",
        "the Mekong Delta",
    ),
}  # fmt: skip
VIETNAMESE = (
    "{province} xếp thứ {rank} {region} về DTI {year}",
    "{province} đứng thứ {rank} về DTI {year} ({region})",
    "{region}: {province} đứng thứ {rank} DTI {year}",
    "Tại {region}, {province} lọt top {rank} về chuyển đổi số năm {year}",
    "Đứng thứ {rank} {region}, {province} bứt phá về DTI {year}",
)
ENGLISH = (
    "{province} ranks number {rank} in {region} in DTI {year}",
    "In {region}, {province} is in the top {rank} in DTI {year}",
    "{province} placed {rank} among the provinces of {region}, DTI {year}",
)
FIRST = ("{province} dẫn đầu {region} về DTI {year}", "{province} leads {region} in DTI {year}")


@pytest.fixture(scope="module")
def check(clean: CleanFigures, definitions: Definitions, units: Units) -> Check:
    return lambda text: check_headline(text, clean.tables["rankings"], definitions, units)


def places(clean: CleanFigures, region: str, year: str) -> list[tuple[int, int, str]]:
    """Place in the region, rank in the country and name of its three best and its last."""
    table = clean.tables["rankings"].query(
        f"index == 'DTI' and edition == '{year}' and universe == '63' and measure == 'overall'"
    )
    own = table[table["region"] == region].sort_values("rank")
    known = [
        (int(own["rank"].lt(rank).sum()) + 1, int(rank), name)
        for rank, name in zip(own["rank"], own["province"], strict=True)
    ]
    return [*known[:3], known[-1]]


@pytest.mark.parametrize("year", ["2022", "2023", "2024"])
@pytest.mark.parametrize("region", NAMES)
def test_a_true_place_in_a_region_is_never_called_false(
    check: Check, clean: CleanFigures, region: str, year: str
) -> None:
    called, ranked = {}, places(clean, region, year)
    for number, name in enumerate(NAMES[region]):
        templates = ENGLISH if name.startswith(("the ", "central ")) else VIETNAMESE
        # Each name in another sentence every year.
        template = templates[(number + int(year)) % len(templates)]
        place, rank, province = ranked[(number + 1) % len(ranked)]
        text = template.format(province=province, rank=place, region=name, year=year)
        for one in check(text):
            # Whoever leads the country leads its region; no other is called true of the country.
            true = place == rank or one.statement.statistic == "regional_rank"
            if one.verdict in CONTRADICTED or (one.verdict == "agrees" and not true):
                called[text] = one.verdict
    assert called == {}


@pytest.mark.parametrize("region", NAMES)
def test_every_name_of_a_region_is_read_in_every_sentence(
    region: str, definitions: Definitions, units: Units
) -> None:
    province = next(one.province for one in units.all("63") if one.region == region)
    for name in NAMES[region]:
        english = name.startswith(("the ", "central "))
        for template in (*ENGLISH, FIRST[1]) if english else (*VIETNAMESE, FIRST[0]):
            text = template.format(province=province, rank=3, region=name, year="2023")
            for one in read_headline(text, definitions, units):
                assert one.refusal or one.statistic == "regional_rank", text


@pytest.mark.parametrize(
    "headline",
    [
        # Classes and numbers of units, counted in the tables of 2023.
        "Cần Thơ xếp thứ 3 trong 5 thành phố trực thuộc Trung ương về DTI 2023",
        "Cần Thơ xếp thứ 3/5 thành phố trực thuộc Trung ương DTI 2023",
        "Cần Thơ xếp thứ 3 trong số 5 thành phố trực thuộc trung ương DTI 2023",
        "Can Tho ranks third among the five centrally run cities in DTI 2023",
        "Cần Thơ đứng thứ ba trong các đô thị lớn về DTI 2023",
        "Lạng Sơn đứng đầu các tỉnh biên giới về DTI 2023",
        "Lạng Sơn nhất các tỉnh có cửa khẩu đường sắt về DTI 2023",
        "Hai Phong stood third among coastal cities in DTI 2023",
        "Hậu Giang xếp thứ 3/13 DTI 2023",
        "Hau Giang ranks third out of 13 in DTI 2023",
        "Hậu Giang đứng thứ 3 trong nhóm các tỉnh có điều kiện kinh tế tương đồng về DTI 2023",
        "Hậu Giang đứng thứ hai cụm thi đua số 5 về DTI 2023",
        "Hau Giang second in its emulation cluster in DTI 2023",
        "Đà Nẵng xếp thứ 5 Đông Nam Á về chuyển đổi số 2023",
        "Da Nang ranks fifth in Southeast Asia for digital transformation in 2023",
        "Regionally, Hau Giang ranks third in DTI 2023",
        "Hải Phòng đứng thứ hai tam giác kinh tế phía Bắc DTI 2023",
        # Said once of several: the region stands with the first or with the last.
        "DTI 2023: Cần Thơ dẫn đầu ĐBSCL, Long An thứ hai, Hậu Giang thứ ba",
        "Long An thứ 2, Hậu Giang thứ 3 vùng ĐBSCL về DTI 2023",
        "Mekong Delta: Long An second in DTI 2023, Hau Giang third",
        "Trà Vinh từ hạng 5 lên hạng 4 vùng ĐBSCL về DTI 2023",
        "Hậu Giang giữ vững vị trí thứ 3 vùng ĐBSCL về DTI 2023",
        # What is aimed at, and what is said of a body or a place within the province.
        "Hậu Giang đăng ký xếp thứ 10 DTI 2023",
        "Hậu Giang được giao chỉ tiêu xếp thứ 10 DTI 2023",
        "Nghị quyết của Hậu Giang: DTI 2023 thuộc nhóm 10 tỉnh dẫn đầu",
        "Tham vọng của Hậu Giang: top 10 DTI 2023",
        "Hau Giang aspires to rank 10th in DTI 2023",
        "Hau Giang has set its sights on 10th place in DTI 2023",
        "Hau Giang's ambition: top 10 in DTI 2023",
        "Văn phòng UBND tỉnh Hậu Giang xếp thứ 1 DTI 2023",
        "Thanh tra tỉnh Hậu Giang đứng thứ 2 về chuyển đổi số 2023",
        "Ban Tổ chức Tỉnh ủy Hậu Giang xếp thứ 2 DTI 2023",
        "Mặt trận Tổ quốc Hậu Giang đứng thứ 2 chuyển đổi số 2023",
        "Trung tâm hành chính công Hậu Giang xếp thứ 1 DTI 2023",
        "So TT&TT Hau Giang xep thu 3 ve chuyen doi so 2023",
        "Cong an tinh Hau Giang xep thu 3 ve chuyen doi so 2023",
        "Hậu Giang's Health Department ranks second in DTI 2023",
        "Huyen Chau Thanh A dan dau Hau Giang ve chuyen doi so 2023",
    ],
)
def test_a_place_among_others_than_the_country_is_never_judged_as_national(
    check: Check, headline: str
) -> None:
    for one in check(headline):
        assert one.verdict == "cannot be checked" or one.statement.statistic == "regional_rank"
        assert one.verdict not in CONTRADICTED


@pytest.mark.parametrize(
    ("headline", "verdicts"),
    [
        # The place in the country is judged beside the one in the region; 8 of 63 in 2023.
        ("Hải Phòng xếp thứ 8 cả nước và thứ 2 vùng ĐBSH DTI 2023", "agrees, agrees"),
        ("Hải Phòng xếp thứ 8 cả nước và thứ 3 vùng ĐBSH DTI 2023", "agrees, disagrees"),
        ("Hải Phòng đứng thứ 2 ĐBSH, thứ 9 cả nước DTI 2023", "agrees, disagrees"),
        ("Hải Phòng đứng thứ 2 ĐBSH, thứ 9/63 về DTI 2023", "agrees, disagrees"),
        ("Hải Phòng xếp thứ 8 DTI 2023, đứng thứ 2 vùng", "agrees, cannot be checked"),
        # A score is the same in the country and in a region.
        ("Hải Phòng đứng thứ 2 ĐBSH, đạt 0,9 điểm DTI 2023", "agrees, disagrees"),
        # All provinces by another name.
        ("Hậu Giang xếp thứ 2 các tỉnh, thành phố trực thuộc Trung ương DTI 2023", "disagrees"),
        ("Hậu Giang xếp thứ 2 trong 63 tỉnh, thành phố về DTI 2023", "disagrees"),
        ("Hậu Giang xuất sắc xếp thứ 2 DTI 2023", "disagrees"),
    ],
)  # fmt: skip
def test_what_is_said_of_the_country_is_judged(check: Check, headline: str, verdicts: str) -> None:
    assert ", ".join(one.verdict for one in check(headline)) == verdicts


@pytest.mark.parametrize(
    "headline",
    [
        # Wider or narrower than a region on file, of another division, or not of its units.
        "Hậu Giang xếp thứ 3 miền Tây về DTI 2023",
        "Thanh Hóa xếp thứ 1 Bắc Trung Bộ về DTI 2023",
        "Hậu Giang xếp thứ 3 vùng ĐBSCL và Tây Nguyên về DTI 2023",
        "Hải Phòng xếp thứ 3 vùng ĐBSCL về DTI 2023",
        "Cần Thơ xếp thứ 1 ĐBSCL trong 34 tỉnh về DTI 2024",
    ],
)
def test_no_place_is_given_where_it_is_not_exactly_known(check: Check, headline: str) -> None:
    for one in check(headline):
        assert (one.said, one.verdict) == ((), "cannot be checked")


def test_what_is_not_understood_is_named(check: Check) -> None:
    (judged,) = check("Hậu Giang xếp thứ 2 hiệp hội ngành hàng DTI 2023")
    assert judged.verdict not in CONTRADICTED
    (judged,) = check("Hậu Giang xếp thứ 2 hội quán DTI 2023")
    assert (judged.reason, judged.statement.unread) == ("words not understood", ("hội", "quán"))
    # The table is shown all the same.
    assert [known.said for known in judged.said] == ["20"]
