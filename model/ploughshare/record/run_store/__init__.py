"""The store of a sweep: a folder to which one writer appends finished runs and from which anybody may read, also meanwhile.

    sweep.json       what the sweep is: experiment, scenario, code, sizes; whoever resumes must mean the same
    scenario.json    the scenario's whole content, so that a later change can be named
    design.parquet   sample points in the unit cube; values.parquet the same points as values of factors
    parts/           runs, append-only: each part is written to a temporary name, flushed and renamed
    manifest.jsonl   one line a part with the keys of its runs, and one a failure; appended after the part is there
    lock             held by the writer while it lives; the system lets go of it even after kill -9

A run is on record once its part has been renamed; if the manifest's line is lost, the next writer takes the part in again. Nothing
here runs a model.
"""
