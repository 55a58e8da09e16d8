"""What a run leaves behind: monthly tables, facts scored, provenance, and the run folder they are stored in.

Recording watches the model and never changes it. No statistics over many runs (see `ploughshare.analysis`)
and no pictures (see `ploughshare.figures`) are made here.
"""
