"""The monthly rules over many persons as compiled loops over columns: what a run spends its time in.

Each kernel says which rule it steps; the equations with symbols, units and sources stand in `rules/`, and `oracle/` holds
every kernel's meaning again in plain Python, person by person, against which tests hold the kernels draw for draw. Arrays
in, arrays out; no model, no agent, no randomness but addressed numbers. What differs between options, programmes, groups
and places are rows of tables that the caller fills once a month, never branches.
"""
