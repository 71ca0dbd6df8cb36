"""Which words of a headline name a province, an index, a measure, a year or a doubt?

All patterns are written without diacritics and are searched in folded text, so that one pattern
reads `tăng 5 bậc`, `tang 5 bac` and the decomposed form. What a pattern has read is masked, so that
nothing is read twice, and what is left at the end was not understood.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from helpers.sources.editions import Definitions
from helpers.sources.printed_words import one_spelling
from helpers.sources.provinces import Units, fold_name

_BEFORE, _AFTER = r"(?<![a-z0-9])", r"(?![a-z0-9])"
_YEAR = r"((?:19|20)[0-9]{2})(?![0-9])"
_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb"
    "|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec"
)
# Words whose folded form means something else when its tone marks are others.
_PROPER = {"thu": {"thứ"}, "hang": {"hạng"}, "bac": {"bậc"}, "tu": {"từ", "tư"}, "nam": {"năm"}}


@dataclass(frozen=True, slots=True)
class Span:
    """A part of the headline that was read: what kind of thing it is, and what it says."""

    start: int
    end: int
    kind: str
    value: str = ""


@dataclass
class Headline:
    """A headline while it is read: its words, the folded ones, and what was read so far."""

    text: str
    folded: str
    spans: list[Span] = field(default_factory=list)

    @classmethod
    def of(cls, text: str) -> Headline:
        """The headline in one spelling, nothing read yet."""
        plain = one_spelling(text)
        return cls(plain, "".join(map(_fold_letter, plain)))

    def mask(self, span: Span, letter: str = "^") -> None:
        """Keep what was read, and hide it from further patterns."""
        self.spans.append(span)
        hidden = letter * (span.end - span.start)
        self.folded = self.folded[: span.start] + hidden + self.folded[span.end :]

    def read(self, pattern: str, kind: str, letter: str = "^", value: str | None = None) -> None:
        """Read every match of a pattern; its value is its first group, or the one given."""
        for match in list(re.finditer(pattern, self.folded)):
            found = value if value is not None else next(filter(None, match.groups()), match[0])
            self.mask(Span(match.start(), match.end(), kind, found), letter)

    def of_kind(self, *kinds: str) -> list[Span]:
        """What was read of these kinds, in the order of the headline."""
        return sorted((s for s in self.spans if s.kind in kinds), key=lambda span: span.start)

    def is_spelled(self, start: int, end: int) -> bool:
        """Whether the words have the tone marks that the pattern means, where there are any."""
        words = re.finditer(r"[^\W\d_]+", self.text[start:end])
        return all(self._fits(word[0].lower()) for word in words)

    def _fits(self, word: str) -> bool:
        proper = _PROPER.get("".join(map(_fold_letter, word)))
        return proper is None or word in proper or (word.isascii() and not self.has_marks)

    @property
    def has_marks(self) -> bool:
        """Whether the headline is written with tone marks, names of provinces aside."""
        names = {i for s in self.of_kind("province", "compared") for i in range(s.start, s.end)}
        return any(not c.isascii() and c.isalpha() for i, c in enumerate(self.text) if i not in names)


def _fold_letter(letter: str) -> str:
    if letter in "ĐđÐð":
        return "d"
    plain = unicodedata.normalize("NFD", letter)[0].lower()
    return plain if len(plain) == 1 else letter


def read_dates(headline: Headline) -> None:
    """Days and months, which are no ranks; years of publication, which are no editions."""
    day = r"[0-9]{1,2}"
    for pattern in (
        rf"{_BEFORE}(?:ngay )?{day}[/.-]{day}[/.-]{_YEAR}",
        rf"{_BEFORE}(?:ngay )?{day} thang {day}(?: nam |[/ ,-]+){_YEAR}",
        rf"{_BEFORE}(?:thang {day}|quy [ivx0-9]+)(?: nam |[/-]){_YEAR}",
        rf"{_BEFORE}{day}/{_YEAR}",
        rf"{_BEFORE}(?:{day} )?(?:{_MONTHS})(?: {day},?)? {_YEAR}",
        rf"{_BEFORE}(?:cong bo|ra mat|phat hanh|published|released|announced|issued)"
        rf"(?: chinh thuc)?(?: vao| trong| in| dau| cuoi| early in| late in)?(?: nam)? {_YEAR}",
    ):
        headline.read(pattern, "published", "#")
    headline.read(rf"{_BEFORE}ngay {day}[/-]{day}{_AFTER}", "day", "#")
    headline.read(
        rf"{_BEFORE}(?:nghi quyet|quyet dinh|ke hoach|de an|chi thi|decision|resolution|decree)"
        rf"(?: so)? [0-9]+[0-9a-z/-]*",
        "document",
        "~",
    )


def read_years(headline: Headline) -> None:
    """Years that an index measures: `edition`, `baseline` (compared with), `relative`."""
    against = (
        r"(?:so voi|so cung ky|tinh tu|ke tu|compared (?:with|to)|against|versus|vs\.?|over|from|on"
        r"|than|since|since the)"
    )
    before = r"(?:truoc do|lien truoc|lien ke|truoc|ngoai)"
    headline.read(
        rf"{_BEFORE}(?:{against} )?(?:nam|ky|cung ky|ky danh gia|ket qua)(?: nam)? {before}{_AFTER}"
        rf"|{_BEFORE}{against} cung ky{_AFTER}"
        rf"|{_BEFORE}(?:(?:{against} )?(?:the )?(?:previous|last|prior|preceding) (?:year|edition)"
        rf"|(?:a|one) year (?:earlier|before)|year[- ]on[- ]year|yoy){_AFTER}",
        "previous", "#", "",
    )  # fmt: skip
    headline.read(
        rf"{_BEFORE}(?:nam nay|nam qua|nam vua qua|this year|ky nay|moi nhat|latest|newest)"
        rf"{_AFTER}",
        "relative", "#",
    )  # fmt: skip
    ranges = re.finditer(
        rf"{_BEFORE}(?:giai doan |tu nam |tu |trong |(?P<both>between )|from )?{_YEAR}"
        rf" ?(?(both)and|(?:-|den(?: nam)?|to|sang(?: nam)?)) ?{_YEAR}",
        headline.folded,
    )
    for match in list(ranges):
        headline.mask(Span(match.start(), match.start(3), "baseline", match[2]), "#")
        headline.mask(Span(match.start(3), match.end(), "edition", match[3]), "#")
    headline.read(
        rf"{_BEFORE}{against} (?:nam |the year |ky |ket qua (?:nam )?)?{_YEAR}", "baseline", "#"
    )
    headline.read(
        rf"{_BEFORE}(?:(?:vao |trong |cua |in |for |of |the )?(?:nam|ky|year|edition|in|for|of) )?"
        rf"{_YEAR}",
        "edition",
        "#",
    )


# The cities of the central level; any other «thành phố» of a province's name is a part of it.
_CITIES = {"ha noi", "ho chi minh", "hai phong", "da nang", "can tho", "hue", "thua thien hue"}
_PARTS = r"(?:huyen|thi xa|quan|phuong|xa|thi tran|tx\.?|dai hoc|truong|benh vien|district|town)"
_COMPARED = (
    r"(?:(?:dung |xep |chi |ngay )?sau|vuot(?: qua| mat)?|(?:xep |dung )?tren|(?:cao )?hon|cung(?: voi)?"
    r"|behind|ahead of|above|below|after|overtak(?:es|ing|en)|overtook|than|next to|bang|so voi|duoi"
    r"|alongside|trailing|beats?|beating|surpass(?:es|ed|ing)?)"
)


def read_provinces(headline: Headline, units: Units) -> None:
    """Provinces: those spoken of, those only compared with, and places that are parts of one."""
    names: dict[str, str] = {}
    for unit in units.units:
        names |= {fold_name(unit.province): unit.province, fold_name(unit.province_en): unit.province}
    for alias, code in units.aliases.items():
        home = next(u for u in units.all("63") if u.province_code == code)
        names.setdefault(alias, home.province)
    names |= {name.replace(" ", ""): names[name] for name in ("ha noi", "da nang")}
    shapes = {
        r"[ .–-]+".join(map(re.escape, name.split())): canonical
        for name, canonical in names.items()
        if name.isascii()
    }
    headline.read(rf"{_BEFORE}thai binh duong{_AFTER}", "ignored", "~")
    ordered = sorted(shapes, key=len, reverse=True)
    for match in list(re.finditer(rf"{_BEFORE}(?:{'|'.join(ordered)}){_AFTER}", headline.folded)):
        if not _is_name(headline.text, match.start(), match.end()):
            continue
        canonical = next(c for shape, c in shapes.items() if re.fullmatch(shape, match[0]))
        headline.mask(
            Span(match.start(), match.end(), _role(headline, match, canonical), canonical), "@"
        )


def _is_name(text: str, start: int, end: int) -> bool:
    """A name has capitals (not `cao bằng`, as high as), unless the whole headline has none."""
    if text[start].isupper():
        return True
    words = re.findall(r"[^\W\d_]+", text)
    return not any(word[0].isupper() and not word.isupper() for word in words)


def _role(headline: Headline, match: re.Match[str], canonical: str) -> str:
    before = headline.folded[: match.start()].rstrip()
    before = re.sub(r"(?: tinh| province of)$", "", before)
    if re.search(rf"{_BEFORE}{_PARTS}$", before):
        return "part"
    city = re.search(rf"{_BEFORE}(?:tp\.?|thanh pho)$", before) or re.match(
        r" (?:city|town|university)", headline.folded[match.end() :]
    )
    if city and fold_name(canonical) not in _CITIES:
        return "part"
    before = re.sub(r" (?:tp\.?|thanh pho)$", "", before)
    return "compared" if re.search(rf"{_BEFORE}{_COMPARED}$", before) else "province"


_INDICES = {
    "DTI": (
        r"(?:chi so |bo chi so |muc do )*(?:danh gia )?(?:dti|chuyen doi so)(?: cap tinh)?(?: \(dti\))?"
        r"|(?:provincial )?digital transformation(?: index)?(?: \(dti\))?"
    ),
    "ICT": (
        r"(?:vietnam )?ict(?:[ -]index)?"
        r"|(?:chi so |muc do )*san sang (?:cho )?(?:phat trien va )?ung dung"
        r" (?:cntt(?:-tt)?|cong nghe thong tin(?: va truyen thong)?)"
    ),
    "EGOV": (
        r"(?:phat trien )?chinh (?:phu|quyen) dien tu|e-?gov(?:ernment)?"
        r"|muc do ung dung (?:cntt|cong nghe thong tin)"
    ),
}
_OTHER_INDICES = (
    "papi|pci|par(?:[ -]?index)?|sipas|pgi|gii|pii|fdi|grdp|gdp|hdi|psi|vnr500|bci|cai cach hanh chinh"
    "|hai long|nang luc canh tranh|doi moi sang tao|dau tu cong|thu ngan sach|tang truong|xuat khau"
    "|phuc vu nguoi dan|dich vu cong quoc gia|766|cap bo|bo nganh|cac bo|du lich|nong thon moi"
    "|innovation|competitiveness|administrative reform|public administration|satisfaction|tourism"
    "|ministries|growth rate|cap huyen|cap xa|quan tri|governance|giao duc|y te|education|ty trong|cap so"
    "|chuyen doi so nganh|chuyen doi so quoc gia|chuyen doi xanh|green|asean|dong nam a|the gioi|world"
)


def read_indices(headline: Headline) -> None:
    """The indices on file, and names of others that nothing is known of here."""
    headline.read(rf"{_BEFORE}(?:{_OTHER_INDICES}){_AFTER}", "other index", "§")
    for index, pattern in _INDICES.items():
        headline.read(rf"{_BEFORE}(?:{pattern}){_AFTER}", "index", "§", index)


_MORE_NAMES = {
    "pillar_government": "chinh quyen so|chinh phu so|digital government|e-administration",
    "pillar_economy": "kinh te so|digital economy",
    "pillar_society": "xa hoi so|digital society",
    "awareness": "nhan thuc so|nhan thuc|digital awareness|awareness",
    "institutions": "the che so|the che|digital institutions|institutions",
    "infrastructure": "ha tang so|ha tang va nen tang so|digital infrastructure",
    "human_resources": "nhan luc so|nguon nhan luc so|digital human resources|digital workforce",
    "cybersecurity": (
        "an toan thong tin mang|an toan thong tin|an ninh mang|an toan, an ninh mang|cyber ?security"
        "|network information security|information security"
    ),
    "government_activity": "hoat dong chinh quyen so|digital government activit(?:y|ies)",
    "economy_activity": "hoat dong kinh te so|digital economy activit(?:y|ies)",
    "society_activity": "hoat dong xa hoi so|digital society activit(?:y|ies)",
    "technical_infrastructure": "ha tang ky thuat(?: cntt)?|technical infrastructure",
    "human_infrastructure": "ha tang nhan luc|human infrastructure",
    "it_application": "ung dung (?:cntt|cong nghe thong tin)|it application",
    "internal_it_application": "ung dung (?:cntt|cong nghe thong tin) (?:trong )?noi bo",
    "online_services": "(?:cung cap )?dich vu cong truc tuyen|online (?:public )?services?",
    "website_portal": "(?:trang|cong) thong tin dien tu|websites?|portals?",
    "overall": "tong the|overall|chung cuoc|tong diem|total score",
}
_ALL_PILLARS = r"(?:ca )?(?:ba|3) (?:tru cot|linh vuc)|all three pillars|(?:all )?(?:three|3) pillars"


def read_measures(headline: Headline, definitions: Definitions) -> None:
    """Pillars and parts of the indices; whether the index has them is asked later."""
    headline.read(rf"{_BEFORE}(?:{_ALL_PILLARS}){_AFTER}", "measure", "§", "all pillars")
    names = {name: pattern for name, pattern in _MORE_NAMES.items()}
    for index in definitions.indices:
        for measure in definitions.measures(index):
            if measure != "overall":
                own = {definitions.measure_name(index, measure, lang) for lang in ("vi", "en")}
                shapes = "|".join(re.escape(fold_name(name)) for name in sorted(own))
                names[measure] = f"{names[measure]}|{shapes}" if measure in names else shapes
    longest_first = sorted(
        ((part, measure) for measure, shapes in names.items() for part in _parts(shapes)),
        key=lambda pair: -len(pair[0]),
    )
    for shape, measure in longest_first:
        headline.read(rf"{_BEFORE}{shape}{_AFTER}", "measure", "§", measure)


def _parts(shapes: str) -> Iterator[str]:
    """The alternatives of a pattern, not split inside brackets."""
    depth, part = 0, ""
    for letter in shapes:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "|" and depth == 0:
            yield part
            part = ""
        else:
            part += letter
    yield part


_DOUBTS = {
    "target": (
        "phan dau|muc tieu|huong toi|huong den|ky vong|du kien|quyet tam|dat muc tieu|nham|can|se|muon"
        "|co the|neu|du bao|uoc|uoc tinh|ke hoach|quyet liet|no luc|aims?|aiming|aimed|targets?"
        "|targeted|targeting|goals?|hopes?|hoping|expects?|expected|will|plans?|planned|to reach|seeks?"
        "|strives?|striving|eyes?|eyeing|wants?|could|may|might|should|would|if|forecasts?|projected"
        "|estimated|set to|bid to|in a bid|on track|giu muc tieu|dat ra|de ra"
    ),
    "negation": (
        "khong|chua|chang|khong con|khong phai|mat vi tri|mat ngoi|roi khoi|ra khoi|rot khoi|tut khoi"
        "|bi loai|ngoai top|ngoai nhom|suyt|tru(?! cot)|not|no longer|never|fails?|failed|neither|nor"
        "|without|misses|missed|drops? out|dropped out|falls? out|fell out|out of the top|outside"
        "|left the|leaves the|except|isn't|wasn't|didn't|doesn't|hasn't|cannot|loses|lost|knocked"
    ),
    "region": (
        "(?:trong |toan |cua )?(?:vung|khu vuc|mien)|tay nguyen|dong bang|dbscl|duyen hai|bac trung bo"
        "|dong nam bo|tay bac|dong bac|tay nam bo|nam trung bo|trung du|regions?|regional|delta"
        "|highlands|cum thi dua|northern|southern|central|southeast|north|south"
    ),
    "vague": (
        "(?:nhom |cac tinh |tinh |dia phuong |nhung tinh )+(?:dan dau|dung dau|hang dau|di dau)"
        "|top dau|top cao|top tren|nhom dau|nhom cao|hang dau|among the leaders|among the leading"
        "|leading provinces|near the top|nhom cuoi|nhom thap|lan luot|respectively"
        "|ganh ngoi|bam duoi"
    ),
    "rumour": "tin don|nghe noi|duoc cho la|allegedly|reportedly|supposedly|rumou?red",
}


def read_doubts(headline: Headline) -> None:
    """Words after which a statement is no plain statement of a place in the country."""
    for kind, pattern in _DOUBTS.items():
        headline.read(rf"{_BEFORE}(?:{pattern}){_AFTER}", kind, "~")


_FILLERS = frozenset(
    """
    a an and as at be been by cung cua cho da dang dat day den doi la lan luc mot nam nay ngay nhat nhieu
    nhu o qua ra rieng roi sau so tai the theo them thi thuoc toan trong tu tuc va van vao ve vi voi viet
    vietnam xep hang thu vi tri bac bang chi index ranking rankings rank ranks in of on the to its is was
    for with from has have had it that this are were tinh thanh pho tp dia phuong don provinces province
    city cities localities nationwide nationally country nation ca nuoc quoc gia cap bo muc diem score
    scores points point tong ket danh gia pillar pillars tru cot linh vuc component sub index sub-index
    thanh phan phan nhom tiep tuc lien lien-tiep da duoc gianh nhan ghi lot vuon len xuong tang giam
    dung giu place places position positions spot spots year years edition ky report bao cao
    cong bo announced published released khoa hoc nghe truyen thong tt&tt thong tin kh&cn khcn btttt
    ministry science technology information communications according result results ket-qua chinh thuc
    new moi nhat hien currently now still again also then while but con nhung dong thoi trong-khi
    chuyen doi digital transformation viet-nam vn up down among out against country's nation's
    vietnam's province's tinh, thanh, rat duoc lai nua het chung bi boi ho hon nguoi ve: score: latest
    ubnd people committee uy ban nhan dan voi so-voi cung-ky he thong trung binh overall general s
    """.split()
)


def ignored_words(headline: Headline) -> tuple[str, ...]:
    """Which words were neither read nor are known to say nothing of their own?"""
    words = []
    for match in re.finditer(r"[a-z0-9][a-z0-9&/.,%-]*", headline.folded):
        word = match[0].strip(".,-/")
        if word and word not in _FILLERS:
            words.append(headline.text[match.start() : match.start() + len(word)])
    return tuple(words)
