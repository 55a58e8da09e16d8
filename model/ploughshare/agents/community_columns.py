"""What changes in communities from month to month, as columns: one array a quantity, one entry a community.

`agents/community.py` shows them as Mesa agents, one by one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ploughshare.agents.conditions import GOVERNMENT
from ploughshare.kernels.surroundings import receive_returnees
from ploughshare.scenario.addresses import addresses_of

if TYPE_CHECKING:
    from ploughshare.model import DDRModel

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

UNDER_GOVERNMENT = -1
"""`controller` where no armed group is in control"""


class CommunityColumns:
    """All communities of a run; arrays of shape (communities,), in file order, persons at the population scale."""

    def __init__(self, model: DDRModel) -> None:
        self.model = model
        places = list(model.definition.communities.values())
        self.parties = [*model.group_names, GOVERNMENT]
        """who may control a community; `controller` counts them, and the last is the government"""
        self.controller: Counts = np.full(len(places), UNDER_GOVERNMENT, dtype=np.int64)
        """number of the armed group in control, or `UNDER_GOVERNMENT`"""
        self.address = addresses_of(model.community_names)
        """word under which the random numbers of each stand"""
        self.long_run_acceptance = np.array([place.acceptance for place in places])
        self.acceptance = self.long_run_acceptance
        """acceptance of returnees, 0 to 1"""
        self.youth_at_risk = np.array([place.youth_at_risk * model.scale for place in places])
        self.illicit_tax_xof = np.zeros(len(places))
        """taken by the group in control this month"""
        self.start_month()

    def start_month(self) -> None:
        """Forget who was recruited last month."""
        self.recruits: Counts = np.zeros(len(self.controller), dtype=np.int64)
        """who joined an armed group this month"""
        self.children_recruited: Counts = np.zeros(len(self.controller), dtype=np.int64)
        """children among them (a harm)"""

    def access(self) -> Floats:
        """Access of the mission now, 0 to 1."""
        model = self.model
        base = model.parameters["access_base"]
        return access_of(self.controller, model.projects.access_gain, model.mission.consent, base)

    def receive_returnees(self) -> None:
        """Acceptance moves with the abuse of this month and with projects at work."""
        model, value = self.model, self.model.parameters
        self.acceptance = receive_returnees(
            self.acceptance,
            model.outlook.abuse,
            model.region_of_community,
            model.projects.acceptance_gain,
            self.long_run_acceptance,
            value["acceptance_abuse"],
            value["acceptance_recovery"],
        )


def access_of(controller: Counts, gain: Floats, consent: Floats | float, base: float) -> Floats:
    """Return the access of the mission, 0 to 1: full where the state is, opened elsewhere by projects, bounded by consent."""
    return np.minimum(1.0, np.where(controller == UNDER_GOVERNMENT, 1.0, base) + gain) * consent
