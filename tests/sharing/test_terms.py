"""One word for one thing, and one form of every mark, in all that readers see of the wording."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from helpers.printed.languages import foreign_words
from helpers.sharing.remarks import remark_texts
from helpers.sharing.wording import read_wording

from ..frozen_project import CHECKOUT
from .test_wording import FILES

# Not yet in these words. Errors of the command line keep their own marks («»).
RETIRED = {
    # What must not be said: what is said instead.
    r"tập đơn vị|tập tỉnh": "danh sách tỉnh",
    r"\bđơn vị (mới|cũ|này|khác|sáp nhập|sau sáp nhập|hiện nay|nào|được)": "tỉnh",
    r"\}(?:\)|) đơn vị\b": "tỉnh",
    r"[Ss]ổ tay": "trang này",
    r"(tỉnh|Tỉnh) đang xem": "ví dụ: {tỉnh}",
    r"(các|từng|mỗi|mọi|những) phần\b(?! (đầu|cuối|lớn|trăm|mềm))": "chỉ số chính",
    r"trụ cột và chỉ số thành phần": "trụ cột và chỉ số chính",
    r"khoảng nhạy cảm|khoảng độ nhạy": "hạng có thể từ–đến; khoảng theo phép thử độ nhạy",
    r"khoảng chặn": "khoảng giới hạn",
    r"[Hh]ệ số chuẩn h": "hệ số hồi quy chuẩn hóa",
    r"(?<!trị )\bp (hoán vị|hiệu chỉnh|của)": "giá trị p (kiểm định hoán vị), sau hiệu chỉnh",
    r"\b(một|cả|cùng một|trong|là một) họ\b|\bhọ (riêng|chung)": "nhóm phép thử",
    r"(?<!hệ số )(?<!Hệ số )\btương quan (?!nội nhóm|riêng)[0-9{]": "hệ số tương quan",
    r"còn ngờ|điều ngờ|điều nghi ngờ|điều còn nghi ngờ": "còn nghi vấn",
    r"người chép|người tổng hợp": "người nhập số liệu",
    r"\bnăm bậc": "5 bậc",
    r"trùng ngẫu nhiên": "trùng hợp ngẫu nhiên",
    r"cầu nối (printed|formula)": "tính lại theo điểm tối đa",
    r"so sánh sạch": "cặp tỉnh so sánh được",
    r"gây ra nhau|điều gì gây ra": "có liên quan chưa phải là nguyên nhân",
}
MOST_KEPT = 40
_OLD_MARK = re.compile(r"o[áàảãạéèẻẽẹ](?![^\W\d_])|(?<![qQ])u[ýỳỷỹỵ](?![^\W\d_])")


KEPT = {
    # Foreign words that stay, each for its reason.
    **dict.fromkeys(("Pearson", "Spearman", "Holm", "Pitman", "Morgan", "Shapley", "Fisher",
                     "Bonett", "Wright", "Bonferroni", "Brown", "Cronbach", "Benjamini", "Hochberg",
                     "Chetverikov", "Wilhelm"), "who a method is named after"),
    **dict.fromkeys(("Index", "PayGov"), "part of a name that Vietnamese sources print so"),
    **dict.fromkeys(("Excel", "JupyterLab"), "name of a program"),
    **dict.fromkeys(("VietNamNet", "ICTnews", "Vietnam", "Business", "Forum", "News"),
                    "name of a newspaper"),
    **dict.fromkeys(("Internet", "blog", "Covid", "log", "logarit"), "Vietnamese by use"),
    **dict.fromkeys(("bootstrap", "BCa", "Alpha"), "has no settled Vietnamese word"),
    "Ctrl": "what is printed on a key",
    "fact": "the code that stands in the column",
}  # fmt: skip
# A value, code, what a source is quoted with, a file, an address.
_NO_WORDS = re.compile(
    r"\{[^}]*\}+|`[^`]*`|“[^”]*”|\S*[_/@.]\w\S*|_[A-Z]+_|s/\(1 − s\)|\w*[\d#]\w*"
)


def words_kept_or_not(text: str) -> set[str]:
    """Foreign words of a text that the pages themselves say."""
    return set(foreign_words(_NO_WORDS.sub(" ", text)))


def texts_in(lang: str) -> Iterator[tuple[str, str]]:
    """Where it stands, and every text of the wording in one language."""
    for file in (*FILES, "columns.yml"):
        for key, entry in read_wording(file).items():
            yield f"{file}: {key}", entry[lang]


def pages(lang: str) -> Iterator[tuple[str, str]]:
    """The words that stand in the notebooks themselves."""
    for path in sorted((CHECKOUT / "notebooks").glob("*.ipynb")):
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            if f"lang-{lang}" in cell["metadata"].get("tags", ()):
                yield path.name, "".join(cell["source"])


def test_vietnamese_pages_keep_few_foreign_words_and_each_for_a_reason() -> None:
    said = [*texts_in("vi"), *pages("vi"), *(("remarks", one) for one in remark_texts().values())]
    found = {(word, where) for where, text in said for word in words_kept_or_not(text)}
    assert {(word, where) for word, where in found if word not in KEPT} == set()
    assert set(KEPT) - {word for word, _ in found} == set(), "kept and used no more"
    assert len(KEPT) <= MOST_KEPT


@pytest.mark.parametrize("retired", RETIRED)
def test_a_retired_term_does_not_come_back(retired: str) -> None:
    said = {**dict(texts_in("vi")), "remarks": "\n".join(remark_texts().values())}
    found = [where for where, text in said.items() if re.search(retired, text)]
    found += [where for where, text in pages("vi") if re.search(retired, text)]
    assert found == [], f"say: {RETIRED[retired]}"


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_marks_have_one_form(lang: str) -> None:
    for where, text in [*texts_in(lang), *pages(lang)]:
        assert not re.search(r"[«»]", text), where
        # Per cent is closed up: 4,7%.
        assert not re.search(r"[\d}] %", text), where


def test_the_mark_of_a_tone_stands_on_the_first_vowel() -> None:
    said = [*texts_in("vi"), *pages("vi"), *remark_texts().items()]
    assert [where for where, text in said if _OLD_MARK.search(text)] == []
    assert _OLD_MARK.search("số hoá")
    assert not _OLD_MARK.search("quý, hoàn, hóa, thủy")
