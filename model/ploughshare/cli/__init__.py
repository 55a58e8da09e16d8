"""The terminal: one module a command, `main` puts them together.

A command reads its options, calls the library and shows what came back: results to stdout, progress to
stderr, errors on one screen. No logic that a Python user would miss lives here, and the engine is imported
only by the commands that run it, so that `--help` stays quick.
"""
