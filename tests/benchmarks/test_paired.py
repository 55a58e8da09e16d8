"""The benchmark of pairing on the training country: it measures what it says."""

from __future__ import annotations

from benchmarks.paired import Sizes, compare


def test_a_small_lever_gains_more_from_pairing_than_a_large_one() -> None:
    sizes = Sizes("training", large="patrols-expire", small="parameters.trust_gain=0.0306", seeds=4, jobs=1)
    found = {measure.key: measure for measure in compare(sizes)}
    assert found["paired.gain_small"].value > found["paired.gain_large"].value > 1
    assert "4 seeds of training" in found["paired.seconds"].title and "recruits" in found["paired.gain_small"].note
