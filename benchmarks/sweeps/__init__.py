"""What sweeps cost: time of a run beside its own, all cores at work, and a store of 100,000 runs.

    driving.py      one pool, and sweeps driven through it
    overhead.py     runs of a known length, and what they take beyond it
    efficiency.py   the model itself on one core and on all
    storage.py      100,000 instant runs: the driver's memory, and the store they leave
    parts.py        all three, for `python -m benchmarks`

The times of a finished sweep are read from its folder by `python -m benchmarks.sweep_times`.
"""
