"""The same rules for persons in plain Mesa: one agent a person, plain attributes, scalar arithmetic, Mesa's own random numbers.

Written as fast as plain Mesa reasonably goes: three passes a month, only considered options are valued, whatever is the
same for many persons is worked out once a month (`tables.py`), and who serves where is kept in dictionaries.
"""
