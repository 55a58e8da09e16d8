"""Sensitivity of an outcome to the factors of an experiment: indices by SALib, their uncertainty, and what they do not show.

Here live pure functions from tables (design, outcomes) to tables and sentences. What runs the model, reads a run store or prints
lives elsewhere.
"""
