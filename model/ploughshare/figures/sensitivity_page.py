"""What the figures of a sensitivity study share: titles of factors, the line that says where it comes from, wrapped labels."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass

import matplotlib as mpl
from matplotlib.figure import Figure

from ploughshare.figures.style import PALETTE, SETTINGS

INTERVALS = (
    "Dots: index; bars: 95 % bootstrap interval; an index describes the model between the limits given, not the world"
)


@dataclass(frozen=True)
class SensitivityPage:
    """Titles and origin.

    Attributes:
        outcome: title of the outcome.
        index: name of the index drawn, and its meaning.
        factors: name -> title.
        origin: experiment, scenario, sample and seeds, as the footer says them.
    """

    outcome: str
    index: str
    factors: Mapping[str, str]
    origin: str

    def label(self, name: str, width: int = 44) -> str:
        """Return the title of a factor, on as many lines as it takes."""
        return "\n".join(textwrap.wrap(self.factors.get(name, name.replace("_", " ")), width))


def finish_sensitivity(figure: Figure, page: SensitivityPage, title: str) -> None:
    """Add the title, which the outcome follows, and the footer."""
    with mpl.rc_context(SETTINGS):
        width = int(figure.get_figwidth() * 12)
        heading = "\n".join(textwrap.wrap(f"{title} {page.outcome}", width))
        figure.suptitle(heading, x=0.01, ha="left", fontsize=12, fontweight="bold")
        lines = textwrap.wrap(f"{page.index}. {INTERVALS}", width + 40) + textwrap.wrap(page.origin, width + 40)
        figure.supxlabel("\n".join(lines), x=0.01, ha="left", fontsize=7, color=PALETTE["muted"])
