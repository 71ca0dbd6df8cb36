"""Which words of a headline speak of a place or a body within a province?

`Huyện Lâm Thao dẫn đầu tỉnh Phú Thọ` and `Công an tỉnh Hà Nam xếp thứ 6` are no statements about
the rank of a province, though they name one, an index and a place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from helpers.headlines.words import Headline, Span, fold_letters, vocabulary

# With their tone marks: without them "so" is a number and "xa" is far.
_DIVISIONS = "(?:quận|huyện|thị xã|phường|thị trấn|sở|xã(?! hội)|đại học|department of|district)"
_COUNTED = re.compile(r"(?:[0-9]+(?:[.,][0-9]+)? ?%?|các|nhiều|mọi|từng|mỗi|tất cả(?: các)?) $")
# Between a body and the province that it belongs to: "Cục Thuế tỉnh Bắc Giang".
_OF_PROVINCE = r"(?: [a-z&-]+){0,4} ?@"
# Bodies that are other words without their tone marks: "trường" and "trưởng", "khối" and "khỏi".
_OTHER_WORDS = re.compile(r"(?:\(.*\))?(?:truong|bao|cuc|khoi|nganh|trung tam)\b")
_NOT_A_CITY = {"smart", "the", "this", "a", "capital", "port", "coastal", "new", "central"}


def read_parts(headline: Headline) -> None:
    """Places within a province (`part`) and bodies (`body`); after the provinces are read."""
    text = headline.text.lower()
    for match in re.finditer(rf"\b{_DIVISIONS}\b", text):
        counted = _COUNTED.search(text[: match.start()]) is not None
        kind = "counted parts" if counted else "part"
        headline.spans.append(Span(match.start(), match.end(), kind, match[0]))
    for match in re.finditer(rf"\b(?:{_bodies(marked=headline.has_marks)})\b", text):
        of_province = re.match(_OF_PROVINCE, headline.folded[match.end() :]) is not None
        kind = "part" if of_province else "body"
        headline.spans.append(Span(match.start(), match.end(), kind, match[0]))
    if not headline.text.isupper():
        _read_cities(headline)


def _bodies(*, marked: bool) -> str:
    """A pattern for bodies; without tone marks too where a headline has none."""
    shapes = re.sub(r" *\| *", "|", vocabulary()["bodies"])
    if marked:
        return shapes
    plain = (s for s in map(fold_letters, shapes.split("|")) if not _OTHER_WORDS.match(s))
    return "|".join((*plain, re.sub(r" *\| *", "|", vocabulary()["plain_bodies"])))


def _read_cities(headline: Headline) -> None:
    """Cities that are no province: `TP Vinh`, `thành phố Thủ Đức`, `Bien Hoa City`."""
    for match in re.finditer(r"(?<![a-z])(?:tp\.? ?|thanh pho )(?=[a-z])", headline.folded):
        if headline.text[match.end()].isupper():
            headline.spans.append(Span(match.start(), match.end(), "part", match[0]))
    for match in re.finditer(r"(?<![a-z])([a-z]+) (?:city|town)(?![a-z])", headline.folded):
        named = headline.text[match.start()].isupper() and match[1] not in _NOT_A_CITY
        if named and headline.text[match.end(1) + 1].isupper():
            headline.spans.append(Span(match.start(), match.end(), "part", match[0]))


def speaks_of_part(
    headline: Headline, clause: Callable[[int], int], places: Sequence[int], place: int
) -> bool:
    """Whether what stands at a place is said of a part or a body of a province.

    Args:
        headline: the headline, its provinces and parts read.
        clause: in which clause a place of the headline lies.
        places: where the values of the headline stand.
        place: where the value asked about stands.
    """
    if headline.of_kind("part"):
        return True
    # "100% xã có tổ công nghệ số, xếp thứ 9": only counted, as long as nothing is said of them.
    with_values = {clause(other) for other in places}
    counted = headline.of_kind("counted parts")
    if any(clause(span.start) in with_values for span in counted):
        return True
    bodies = [span for span in headline.of_kind("body") if span.start < place]
    return any(clause(span.start) == clause(place) for span in bodies)
