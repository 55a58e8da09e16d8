"""Experiments read and checked: which factors move over which ranges of which scenario, and the scenario of each sample point.

The file's schema stands in `scenario/experiments.py`; designs of sample points in `analysis/sampling.py`; running them in
`analysis/sweep/`. Nothing here runs a model.
"""
