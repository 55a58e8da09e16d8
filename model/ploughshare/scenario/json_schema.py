"""JSON Schemas of the scenario files, for completion and checking in editors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from ploughshare.errors import OutputError
from ploughshare.scenario.catalogue import CATALOGUE
from ploughshare.scenario.experiments import Experiment
from ploughshare.scenario.loading import FILES
from ploughshare.scenario.overlays import Overlay


def file_schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema of one file (`groups`, `what-if`, `experiment`, ...); parameters carry the catalogue's meanings and bounds."""
    models: dict[str, type[BaseModel]] = {**FILES, "what-if": Overlay, "experiment": Experiment}
    model = models[name]
    schema = model.model_json_schema(by_alias=True)
    if name == "parameters":
        schema["properties"]["parameters"] = _parameters()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return schema


def _parameters() -> dict[str, Any]:
    value = {"$ref": "#/$defs/ParameterValue"}
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(CATALOGUE),
        "properties": {
            name: {
                "allOf": [value, {"properties": {"value": {"minimum": known.low, "maximum": known.high}}}],
                "description": f"{known.meaning}, {known.unit}",
            }
            for name, known in CATALOGUE.items()
        },
    }


def write_schemas(folder: Path) -> list[Path]:
    """Write one schema a file into `folder` and return the files written.

    Raises:
        OutputError: the folder cannot be written.
    """
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in (*FILES, "what-if", "experiment"):
            file = folder / f"{name}.schema.json"
            file.write_text(json.dumps(file_schema(name), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
            written.append(file)
    except OSError as error:
        raise OutputError.from_os_error(error, folder) from error
    return written
