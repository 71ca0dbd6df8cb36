from __future__ import annotations

import pytest

from helpers.intake.headers import Headers
from helpers.sources.editions import Definitions


@pytest.mark.parametrize(
    ("levels", "measure", "statistic"),
    [
        (["Xếp hạng DTI"], "overall", "rank"),
        (["Chính quyền số", "Xếp hạng"], "pillar_government", "rank"),
        (["Chính quyền số", "Giá trị"], "pillar_government", "score"),
        (["Hoạt động", "chính quyền số"], "government_activity", ""),
        (["Xếp hạng", "Nhận thức số"], "awareness", "rank"),
        (["Chỉ số thành phần", "1. Nhận thức số"], "awareness", ""),
        (["Điểm Hạ tầng số (thang điểm 100)"], "infrastructure", "score"),
        (["DTI 2024"], "overall", ""),
        (["Tổng điểm"], "overall", ""),
        (["STT"], "", "list_position"),
        (["Nhận thức số", "Tỷ lệ hồ sơ"], "", ""),
        (["Chỉ số"], "", "score"),
    ],
)
def test_headers(definitions: Definitions, levels: list[str], measure: str, statistic: str) -> None:
    meaning = Headers("DTI", "2024", definitions.indices["DTI"]["measures"]).read(levels)
    assert (meaning.measure, meaning.statistic) == (measure, statistic)
