"""Pictures of results: one style, one palette, one function a figure, labels in English and French.

A figure takes tables and returns a Matplotlib figure. No model is run here and no number is computed here
that a table does not already hold, apart from what drawing needs.
"""
