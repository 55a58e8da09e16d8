"""Examples of other packages, from their own documentation, timed. Run by path in whatever interpreter has them.

    python peer_examples.py NAME AGENTS STEPS      prints million agent-steps a second of processor time

Imports nothing of ploughshare, because some peers need versions of NumPy that ploughshare does not run on.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

Run = Callable[[], object]


def starsim(agents: int, steps: int) -> tuple[Run, int]:
    """Return Starsim's SIR epidemic on a random network, a step a year, and its agent-steps."""
    import starsim as ss

    simulation = ss.Sim(n_agents=agents, diseases="sir", networks="random", dur=steps, verbose=0)
    simulation.init()
    return simulation.run, agents * len(simulation.t.timevec)


def agentpy(agents: int, steps: int) -> tuple[Run, int]:
    """Return AgentPy's wealth transfer, the first model of its documentation, and its agent-steps."""
    import agentpy as ap

    class WealthAgent(ap.Agent):
        def setup(self) -> None:
            self.wealth = 1

        def wealth_transfer(self) -> None:
            if self.wealth > 0:
                partner = self.model.agents.random()
                partner.wealth += 1
                self.wealth -= 1

    class WealthModel(ap.Model):
        def setup(self) -> None:
            self.agents = ap.AgentList(self, agents, WealthAgent)

        def step(self) -> None:
            self.agents.wealth_transfer()

    model = WealthModel({"steps": steps, "seed": 1})
    return lambda: model.run(display=False), agents * steps


def mesa_frames(agents: int, steps: int) -> tuple[Run, int]:
    """Return mesa-frames' wealth exchange, its introductory example, and its agent-steps."""
    import polars as pl
    from mesa_frames import AgentSetPolars, ModelDF

    class MoneyAgents(AgentSetPolars):
        def __init__(self, model: ModelDF) -> None:
            super().__init__(model)
            self += pl.DataFrame({"unique_id": range(agents), "wealth": [1] * agents})

        def step(self) -> None:
            self.do("give_money")

        def give_money(self) -> None:
            self.select(self.wealth > 0)
            others = self.agents.sample(n=len(self.active_agents), with_replacement=True)
            self["active", "wealth"] -= 1
            received = others.group_by("unique_id").len()
            self[received, "wealth"] += received["len"]

    class MoneyModel(ModelDF):
        def __init__(self) -> None:
            super().__init__()
            self.agents += MoneyAgents(self)

        def run(self) -> None:
            for _ in range(steps):
                self.agents.do("step")

    return MoneyModel().run, agents * steps


EXAMPLES = {"starsim": starsim, "agentpy": agentpy, "mesa_frames": mesa_frames}


def rate(name: str, agents: int, steps: int) -> float:
    """Return million agent-steps a second, after a small run that loads and compiles what the package needs."""
    warm_up, _ = EXAMPLES[name](100, 3)
    warm_up()
    run, agent_steps = EXAMPLES[name](agents, steps)
    start = time.process_time()
    run()
    return agent_steps / (time.process_time() - start) / 1e6


if __name__ == "__main__":
    sys.stdout.write(f"{rate(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))}\n")
