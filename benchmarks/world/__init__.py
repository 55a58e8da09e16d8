"""The months that all engines live: recorded once from a run of the model, then given to each engine.

`months.py` says what a month holds, `recording.py` takes it down. Rules for persons do not belong here.
"""
