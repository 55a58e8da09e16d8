"""The answer to why persons chose as they did: frames by what they tell, text and figure."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.figure import Figure

from ploughshare.analysis.explain import Explanation
from ploughshare.analysis.explain.files import figure_of
from ploughshare.analysis.explain.wording import markdown


@dataclass(frozen=True)
class ExplanationResult:
    """One explained month.

    Frames have one line a number with `mean`, `median`, and the 90 % interval `q05` to `q95` over seeds; `run` is `baseline`,
    `what-if` or their paired difference. `rows` has one line a number and seed. A notebook shows the whole answer.
    """

    explanation: Explanation

    @property
    def rows(self) -> pd.DataFrame:
        """Everything, one line a number and seed."""
        return self.explanation.rows

    @property
    def gap(self) -> pd.DataFrame:
        """Utility gap between the two options by term and part, logits: of all asked and of those who consider the option."""
        return self._sections("gap, ")

    @property
    def gates(self) -> pd.DataFrame:
        """Where persons are stopped first on the way to the option, in persons and of 100."""
        return self._sections("gates")

    @property
    def switched(self) -> pd.DataFrame:
        """Who would choose otherwise under the what-if, why, and by which terms; empty without a what-if."""
        return self._sections("switched", "causes", "moved", "followed")

    @property
    def leaders(self) -> pd.DataFrame:
        """What the leaders weighed and how they came to endorse the option or not."""
        return self._sections("leaders", "endorsement")

    @property
    def government(self) -> pd.DataFrame:
        """What the government's chances to keep a provision, to hold a session and to pay were made of."""
        return self._sections("provisions", "sessions", "pay days")

    def figure(self, language: str = "en") -> Figure | None:
        """Return the figure of the terms, none where nobody could compare the two options."""
        return figure_of(self.explanation, language)

    def text(self, language: str = "en") -> str:
        """Return the whole answer in Markdown, in English or French, with what the model cannot tell."""
        return markdown(self.explanation, language)

    def _repr_markdown_(self) -> str:
        return self.text()

    def _sections(self, *names: str) -> pd.DataFrame:
        summary = self.explanation.summary
        return summary[summary["section"].str.startswith(names)].reset_index(drop=True)
