"""Other packages on an example of their own, where they are installed. Not the same rules: orientation, not a comparison.

Each peer steps a small epidemic or wealth exchange as its own documentation does, at as many agents as Mali has persons.
"""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Callable

from benchmarks.measures import Measure

AGENTS = 74_000
STEPS = 12


def starsim_rate(agents: int, steps: int) -> float:
    """Return agent-steps a second of Starsim's SIR on a random network."""
    import starsim as ss

    simulation = ss.Sim(n_agents=agents, diseases="sir", networks="random", dur=steps, verbose=0)
    return _rate(simulation.run, agents * steps)


def agentpy_rate(agents: int, steps: int) -> float:
    """Return agent-steps a second of AgentPy's wealth transfer (the first model of its documentation)."""
    import agentpy

    class WealthAgent(agentpy.Agent):
        def setup(self) -> None:
            self.wealth = 1

        def give(self) -> None:
            if self.wealth > 0:
                self.model.random.choice(self.model.everybody).wealth += 1
                self.wealth -= 1

    class WealthModel(agentpy.Model):
        def setup(self) -> None:
            self.agents = agentpy.AgentList(self, agents, WealthAgent)
            self.everybody = list(self.agents)

        def step(self) -> None:
            self.agents.give()

    model = WealthModel({"steps": steps, "seed": 1})
    return _rate(lambda: model.run(display=False), agents * steps)


def mesa_frames_rate(agents: int, steps: int) -> float:
    """Return agent-steps a second of mesa-frames' Boltzmann wealth exchange (its own introductory example)."""
    import numpy as np
    import polars as pl
    from mesa_frames import AgentSet, Model

    class Wealth(AgentSet):
        def __init__(self, model: Model) -> None:
            super().__init__(model)
            self += pl.DataFrame({"wealth": np.ones(agents, dtype=np.int64)})

        def step(self) -> None:
            givers = self.df.filter(pl.col("wealth") > 0)["unique_id"]
            takers = self.df["unique_id"].sample(len(givers), with_replacement=True)
            received = takers.value_counts(name="received")
            self.df = (
                self.df.join(received, on="unique_id", how="left")
                .with_columns(
                    wealth=pl.col("wealth") - (pl.col("wealth") > 0).cast(pl.Int64) + pl.col("received").fill_null(0)
                )
                .drop("received")
            )

    model = Model(seed=1)
    model.sets += Wealth(model)

    def run() -> None:
        for _ in range(steps):
            model.sets.do("step")

    return _rate(run, agents * steps)


PEERS: dict[str, tuple[str, str, Callable[[int, int], float]]] = {
    "starsim": ("starsim", "Starsim, its SIR epidemic on a random network", starsim_rate),
    "agentpy": ("agentpy", "AgentPy, its wealth transfer", agentpy_rate),
    "mesa_frames": ("mesa_frames", "mesa-frames, its wealth exchange", mesa_frames_rate),
}


def installed() -> list[str]:
    """Return the peers that are installed."""
    return [key for key, (module, _, _) in PEERS.items() if importlib.util.find_spec(module) is not None]


def skipped() -> str:
    """Say which peers are left out and why."""
    absent = [PEERS[key][0].replace("_", "-") for key in PEERS if key not in installed()]
    return f"not installed, left out: {', '.join(absent)}" if absent else ""


def benchmark(quick: bool) -> list[Measure]:
    """Measure the peers that are installed."""
    agents = AGENTS // 10 if quick else AGENTS
    measures = []
    for key in installed():
        _, title, rate = PEERS[key]
        value = max(rate(agents, STEPS) for _ in range(2)) / 1e6
        name = f"{title}, {agents:,} agents (not the same rules)"
        measures.append(Measure(f"peers.{key}", name, value, "M agent-steps/s"))
    return measures


def _rate(run: Callable[[], object], agent_steps: int) -> float:
    start = time.process_time()
    run()
    return agent_steps / (time.process_time() - start)
