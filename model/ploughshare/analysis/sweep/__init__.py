"""Sweeps: the runs an experiment asks for, done on all cores or on a cluster, each on record once.

    plan.py      which runs, with which keys and seeds, in which order
    batch.py     what a worker does: a batch of runs, their outcomes and errors
    pools.py     where batches are done: in this process, on local processes, on an existing scheduler
    driver.py    the loop: hand out batches, put what comes back on record, give up on what keeps killing workers
    description.py  what `sweep.json` says of a sweep

Nothing here prints; whoever calls gets events.
"""
