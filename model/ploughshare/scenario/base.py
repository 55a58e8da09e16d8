"""The small types every scenario file is written in: records, texts, sources, months and steps over time."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

SOURCE_LABELS = ("report", "literature", "press", "census", "official", "estimate", "fiction")
"""Labels a source may start with. `report` is followed by a section, `literature` by author and year, `press` by an
outlet, `fiction` marks an invented teaching country; `estimate` is our own judgement and says so."""

_MONTH = re.compile(r"^\d{4}-(0[1-9]|1[0-2])$")


class Record(BaseModel):
    """Base of every scenario record: unknown keys are errors and values do not change after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Record):
    """A text shown to people, in English and in French."""

    en: str = Field(min_length=1, description="English text")
    fr: str = Field(min_length=1, description="French text")

    def in_language(self, language: str) -> str:
        """Return the text in `language`, `"en"` or `"fr"`."""
        return self.fr if language == "fr" else self.en


def _check_month(value: object) -> str:
    if not isinstance(value, str) or not _MONTH.match(value):
        raise ValueError("must be a month written YYYY-MM, for example 2016-04")
    return value


def _check_source(value: str) -> str:
    label = re.split(r"[ :]", value.strip(), maxsplit=1)[0]
    if label not in SOURCE_LABELS:
        raise ValueError(f"must start with one of: {', '.join(SOURCE_LABELS)}")
    return value


Month = Annotated[
    str,
    BeforeValidator(_check_month),
    Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$", description="a month, YYYY-MM"),
]
Source = Annotated[
    str,
    AfterValidator(_check_source),
    Field(
        description="where the number comes from: a label (report, literature, press, census, official, estimate,"
        " fiction), then a section, author and year, or outlet"
    ),
]
Sources = Source | dict[str, Source]
"""One source for a whole record, or one per field with `default` for the rest."""

Share = Annotated[float, Field(ge=0.0, le=1.0)]
Persons = Annotated[int, Field(ge=0, le=1_000_000_000)]
Money = Annotated[float, Field(ge=0.0)]

Steps = Money | dict[Month, Money]
"""A value of 0 or more that changes over time: one number, or `month: value` pairs. Each value holds from its month on;
before the first month the value is 0."""

ShareSteps = Share | dict[Month, Share]
"""A share or level from 0 to 1 that changes over time, written like `Steps`."""


class Sourced(Record):
    """A record whose numbers carry their source: one for all fields, or one a field (`default` covers the rest)."""

    source: Sources = Field(description="source of the numbers of this record; a mapping gives one per field")

    def source_of(self, field: str) -> str:
        """Return the source of `field`: its own, or the record's default."""
        if isinstance(self.source, str):
            return self.source
        return self.source.get(field, self.source.get("default", ""))
