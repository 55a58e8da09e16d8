"""The equations of the model: pure functions from arrays and numbers to arrays and numbers.

One function a rule, with its equation, units, shapes and source in the docstring and a scalar twin for
readers. Neither Mesa nor pandas nor a scenario may be imported here, nothing is stored between calls, and
rules never call agents.
"""
