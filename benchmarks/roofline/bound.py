"""The least time the counted work can take, and how much of it the engine reaches."""

from __future__ import annotations

from benchmarks.kernel_part import kernel_part
from benchmarks.measures import Measure
from benchmarks.roofline.peaks import Peaks, measure
from benchmarks.roofline.work import Work, count_work
from benchmarks.running import SEED
from benchmarks.world.recording import record_world
from ploughshare.scenario.loading import load_scenario


def parts_s(work: Work, peaks: Peaks) -> dict[str, float]:
    """Return the seconds that each kind of work takes at its peak."""
    nanoseconds = {
        "random blocks": work.random_blocks * peaks.random_block_ns,
        "logarithms": work.logarithms * peaks.logarithm_ns,
        "exponentials": work.exponentials * peaks.exponential_ns,
        "sines": work.sines * peaks.sine_ns,
        "bytes": work.bytes * peaks.byte_ns,
    }
    return {name: value * 1e-9 for name, value in nanoseconds.items()}


def benchmark(quick: bool) -> list[Measure]:
    """Count a run of Mali (a tenth of it if `quick`), measure peaks and kernels, and compare."""
    definition = load_scenario("mali", population_scale=0.1 if quick else 1.0)
    work, peaks = count_work(record_world(definition, SEED), SEED), measure()
    kernels = kernel_part(definition).seconds
    parts = parts_s(work, peaks)
    bound = sum(parts.values())
    each = ", ".join(f"{name} {value / bound:.0%}" for name, value in parts.items())
    a_month = work.person_months
    return [
        *_counts(work),
        Measure("roofline.log_ns", "Peak: a logarithm", peaks.logarithm_ns, "ns", better="less"),
        Measure("roofline.exp_ns", "Peak: an exponential", peaks.exponential_ns, "ns", better="less"),
        Measure("roofline.block_ns", "Peak: a Philox block", peaks.random_block_ns, "ns", better="less"),
        Measure("roofline.gb_per_s", "Peak: bytes through a country's state", 1 / peaks.byte_ns, "GB/s"),
        Measure("roofline.bound_ns", f"Least time a person-month ({each})", bound / a_month * 1e9, "ns", better="less"),
        Measure("roofline.kernels_ns", "Kernels a person-month", kernels / a_month * 1e9, "ns", better="less"),
        Measure(
            "roofline.share",
            "Share of the roofline reached by the kernels",
            bound / kernels if kernels else 0.0,
            "share",
            0.25,
            0.40,
            is_ratio=not quick,  # a tenth of the persons is another size, not to be held against the recorded one
        ),
    ]


def _counts(work: Work) -> list[Measure]:
    per = work.person_months
    return [
        Measure("roofline.thinkers", "Persons who think it over, of all person-months", work.thinkers / per, "share"),
        Measure("roofline.options", "Options considered by those with a choice", work.options / max(work.choosers, 1), "options"),
        Measure("roofline.blocks", "Random blocks a person-month", work.random_blocks / per, "blocks"),
        Measure("roofline.functions", "Logarithms, exponentials and sines a person-month",
                (work.logarithms + work.exponentials + work.sines) / per, "calls"),
        Measure("roofline.bytes", "Bytes a person-month", work.bytes / per, "bytes"),
    ]  # fmt: skip
