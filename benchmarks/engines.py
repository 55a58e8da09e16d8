"""The same months by lean plain Mesa, by NumPy columns and by the model: person-months a second, and ratios."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.kernel_part import kernel_part
from benchmarks.lean_mesa.model import LeanModel
from benchmarks.measures import Measure
from benchmarks.numpy_columns.engine import NumpyColumns
from benchmarks.running import SEED, run_model
from benchmarks.timing import Timed, interleaved, once
from benchmarks.world.months import World
from benchmarks.world.recording import record_world
from ploughshare.agents.combatants import forget_model
from ploughshare.scenario.loading import load_scenario
from ploughshare.scenario.schema import Scenario

SIZES = {"tenth": "Mali at 1:10", "full": "Mali at 1:1"}


@dataclass(frozen=True)
class Comparison:
    """Processor seconds of one world, all months: persons alone in three engines, and the model's whole run."""

    person_months: int
    persons: int
    lean_mesa_s: float
    numpy_columns_s: float
    model_s: float
    """the whole run: persons, the few, the record, and its tables"""
    outside_share: float
    """the part of the whole run outside the kernels, as in a process with nothing else in memory"""

    @property
    def outside_s(self) -> float:
        """Processor seconds of the whole run outside the kernels: what every engine needs besides the persons."""
        return self.model_s * self.outside_share

    @property
    def kernels_s(self) -> float:
        """Processor seconds of the whole run in kernels, which is the persons' part."""
        return self.model_s - self.outside_s


def run_lean_mesa(world: World) -> Callable[[], object]:
    """Return the work of living a world in lean Mesa; making its agents is not part of it."""
    model = LeanModel(world, rng=SEED)

    def work() -> object:
        model.run()
        forget_model(model)
        return model.tables

    return work


def compare(definition: Scenario, rounds: int, lean_rounds: int, months: int | None = None) -> Comparison:
    """Live the same months in the three engines, in turns. Lean Mesa, which takes long, may have fewer turns."""
    world = record_world(definition, SEED, months)
    lean = Timed()
    pieces = {
        "columns": lambda: NumpyColumns(world, SEED).run,
        "model": lambda: run_model(definition, months=months),
    }
    once(run_model(definition, months=months), Timed())
    timed = {name: Timed() for name in pieces}
    for turn in range(rounds):
        for name, result in interleaved(pieces, 1).items():
            timed[name].cpu_s += result.cpu_s
        if turn < lean_rounds:
            once(run_lean_mesa(world), lean)
    return Comparison(
        person_months=world.person_months,
        persons=len(world.founders["uid"]),
        lean_mesa_s=lean.best_cpu_s,
        numpy_columns_s=timed["columns"].best_cpu_s,
        model_s=timed["model"].best_cpu_s,
        outside_share=kernel_part(definition, months=months).outside_share,
    )


def measures_of(key: str, comparison: Comparison) -> list[Measure]:
    """Return rates and ratios of a comparison. The few are added to the other engines' persons, so that work is equal."""
    c = comparison
    lean, columns = c.lean_mesa_s + c.outside_s, c.numpy_columns_s + c.outside_s
    full = key == "full"
    million = c.person_months / 1e6

    def measure(what: str, title: str, value: float, unit: str, **more: object) -> Measure:
        return Measure(f"engines.{key}.{what}", f"{SIZES[key]}: {title}", value, unit, **more)  # type: ignore[arg-type]

    rate = "M person-months/s"
    return [
        measure("person_months", f"{c.persons:,} persons at the start, person-months", million, "M"),
        measure("lean_mesa_rate", "lean plain Mesa", million / lean, rate),
        measure("numpy_rate", "NumPy columns", million / columns, rate),
        measure("model_rate", "ploughshare, whole run", million / c.model_s, rate),
        measure("kernel_rate", "ploughshare, kernels alone", million / max(c.kernels_s, 1e-9), rate),
        measure(
            "x_lean_mesa",
            "whole run against lean Mesa",
            lean / c.model_s,
            "x",
            is_ratio=True,
            **({"floor": 60.0, "aim": 120.0} if full else {}),
        ),
        measure(
            "x_numpy",
            "whole run against NumPy columns",
            columns / c.model_s,
            "x",
            is_ratio=True,
            **({"floor": 3.0, "aim": 4.0} if full else {}),
        ),
        measure("persons_x_lean_mesa", "persons alone against lean Mesa", c.lean_mesa_s / max(c.kernels_s, 1e-9), "x"),
        measure("persons_x_numpy", "persons alone against NumPy", c.numpy_columns_s / max(c.kernels_s, 1e-9), "x"),
        measure(
            "outside_share",
            "part of the run outside the kernels",
            c.outside_s / c.model_s,
            "share",
            better="less",
            is_ratio=True,
            **({"floor": 0.25, "aim": 0.25} if full else {}),
        ),
    ]


def benchmark(quick: bool) -> list[Measure]:
    """Compare at one tenth of Mali's persons, and unless `quick` at all of them, over the whole run."""
    tenth = compare(load_scenario("mali", population_scale=0.1), rounds=3, lean_rounds=1 if quick else 3)
    measures = measures_of("tenth", tenth)
    if not quick:
        measures += measures_of("full", compare(load_scenario("mali"), rounds=3, lean_rounds=1))
    return measures
