"""The monthly rules again in plain Python, person by person: what the compiled kernels must agree with, bit for bit.

Whole numbers, floats, lists and loops; no NumPy arithmetic, no compiled code, none of `rules/` or `kernels/`. Written from the
equations in docs/odd.md to be read: one noun a module, one rule a function, with its equation, units and source. A person
who asks what he would do (`Combatant.decide`) is answered from here; `stepping.in_plain_python` lives whole months so, and
tests hold every column and table of such runs against those of the kernels. Nothing here is fast.
"""
