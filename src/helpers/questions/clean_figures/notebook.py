"""What notebook 01 shows."""

from __future__ import annotations

from helpers.sharing.wording import use_wording

use_wording("clean_figures.yml")
