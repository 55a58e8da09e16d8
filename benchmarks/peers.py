"""Other packages on an example of their own, where they are installed. Not the same rules: orientation, not a comparison.

They are no dependencies of ploughshare. mesa-frames needs NumPy 1.26, on which ploughshare does not run, so they may live in
an environment of their own: the variable `PEERS_PYTHON` names its interpreter, and by default it is this one.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from benchmarks.measures import Measure

AGENTS = 74_000
STEPS = 12
EXAMPLES = Path(__file__).with_name("peer_examples.py")
TITLES = {
    "starsim": "Starsim, its SIR epidemic on a random network",
    "agentpy": "AgentPy, its wealth transfer",
    "mesa_frames": "mesa-frames, its wealth exchange",
}


class PeerError(Exception):
    """The example of a peer failed: its name, and the last line of its message."""


def interpreter() -> str:
    """Return the Python that has the peers."""
    return os.environ.get("PEERS_PYTHON", sys.executable)


def installed() -> list[str]:
    """Return the peers that are installed there."""
    code = "import importlib.util as u, sys; print(*[n for n in sys.argv[1:] if u.find_spec(n)])"
    done = subprocess.run([interpreter(), "-c", code, *TITLES], capture_output=True, text=True, check=True)
    return done.stdout.split()


def skipped() -> str:
    """Say which peers are left out and why; nothing if all are there."""
    absent = [name.replace("_", "-") for name in TITLES if name not in installed()]
    return f"not installed in {interpreter()}, left out: {', '.join(absent)}" if absent else ""


def rate(name: str, agents: int, steps: int) -> float:
    """Return million agent-steps a second of one peer, measured in its own process."""
    command = [interpreter(), "-P", str(EXAMPLES), name, str(agents), str(steps)]
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode != 0:
        raise PeerError(name, (done.stderr.splitlines() or ["no message"])[-1])
    return float(done.stdout.splitlines()[-1])


def benchmark(quick: bool) -> list[Measure]:
    """Measure the peers that are installed."""
    agents = AGENTS // 10 if quick else AGENTS
    return [_measure(name, agents) for name in installed()]


def _measure(name: str, agents: int) -> Measure:
    title = f"{TITLES[name]}, {agents:,} agents (not the same rules)"
    try:
        value = max(rate(name, agents, STEPS) for _ in range(2))
    except PeerError as error:
        return Measure(f"peers.{name}", f"{title}: failed, {error.args[1]}", float("nan"), "M agent-steps/s")
    return Measure(f"peers.{name}", title, value, "M agent-steps/s")
