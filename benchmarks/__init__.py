"""How fast the engine is, measured beside other ways to compute the same months: `python -m benchmarks`.

`world/` records what the few (leaders, government, mission, communities) decided in one run of the model; `lean_mesa/` and
`numpy_columns/` live the same months for the persons, under the same rules, in plain Mesa and in plain NumPy. The other
modules measure and print. Nothing under `model/` may import from here.
"""
