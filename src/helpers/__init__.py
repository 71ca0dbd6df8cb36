"""Which of Vietnam's provinces climb the digital rankings, and what goes with it.

The package behind the notebooks of Tăng bậc. Its parts:

- `sources` reads what was published;
- `questions` answers, one module per notebook;
- `rankings` makes ranks and gains of figures, and checks that they add up;
- `statistics` holds the methods the questions share;
- `sharing` makes charts, sentences and pages;
- `running` executes the notebooks.
"""

from __future__ import annotations

__version__ = "0.3.0"

LANGUAGES = ("vi", "en")
"""The languages of every page, the first being the default."""
