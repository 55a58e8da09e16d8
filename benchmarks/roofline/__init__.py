"""How near the engine comes to what the processor can do: the work of the real rules counted, and each kind of work at its peak.

`work.py` counts, `peaks.py` measures peaks, `bound.py` puts them together. The bound is the time of the counted work at peak
rates, one kind after the other; histograms, branches and everything of the few are not in it, so no engine can reach it.
"""
