"""The engine before kernels: the rules for persons as plain NumPy columns, kept as it was in November 2026 to compare with.

A snapshot: it is not kept up to date with the rules of the model, but a test holds it to them. It lives the months of a
recorded world with the same addressed random numbers as the model.
"""
