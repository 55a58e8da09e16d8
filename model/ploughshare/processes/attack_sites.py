"""Sites of programmes that extremists may attack, as columns over all programmes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from ploughshare.model import DDRModel

Whole = NDArray[np.int64]


class AttackSites:
    """Sites of all programmes that are exposed; arrays of shape (sites,), by programme in file order."""

    def __init__(self, model: DDRModel) -> None:
        exposed = [programme for programme in model.programmes if programme.definition.exposure > 0]
        sites = [(programme, number) for programme in exposed for number in range(len(programme.site_names))]
        self.programmes = [programme for programme, _ in sites]
        self.number: Whole = np.array([number for _, number in sites], dtype=np.int64)
        """number of the site among those of its programme"""
        self.community: Whole = np.array([p.site_community[number] for p, number in sites], dtype=np.int64)
        self.region: Whole = model.region_of_community[self.community]
        self.exposure = np.array([programme.definition.exposure for programme in self.programmes])
        """weight of the programme's sites as targets"""
        self.address = np.array([p.site_address[number] for p, number in sites], dtype=np.uint64)
        """word under which the random numbers of each site stand"""
