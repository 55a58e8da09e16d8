"""Questions asked of many runs: ensembles, comparisons, explanations, sweeps, sensitivity, calibration.

It reads the tables that `ploughshare.record` defines and starts runs, but knows nothing of how a month is
computed, draws nothing and prints nothing.
"""
