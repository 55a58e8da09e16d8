"""Columns that are stored packed and read like arrays: a flag in one bit of sixteen, a trait in 16 bits."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin
from numpy.typing import NDArray

from ploughshare.kernels.columns import STEP

Stored = NDArray[np.uint16]


class PackedColumn(NDArrayOperatorsMixin):
    """A packed column of shape (persons,): reading rows unpacks them, writing rows packs what is written."""

    dtype: np.dtype[Any]

    def __init__(self, stored: Stored) -> None:
        self.stored = stored
        """what the column is packed in, shape (persons,)"""

    def unpack(self, stored: Any) -> Any:
        """Return the values behind what is stored."""
        raise NotImplementedError

    def __getitem__(self, rows: Any) -> Any:
        return self.unpack(self.stored[rows])

    def __len__(self) -> int:
        return len(self.stored)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        values: NDArray[Any] = self.unpack(self.stored)
        return values if dtype is None else values.astype(dtype)

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **keywords: Any) -> Any:
        arrays = [np.asarray(given) if isinstance(given, PackedColumn) else given for given in inputs]
        return getattr(ufunc, method)(*arrays, **keywords)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name == "stored":  # also while an object is being copied, before it has its store
            raise AttributeError(name)
        return getattr(np.asarray(self), name)


class FlagColumn(PackedColumn):
    """A column of true or false in one bit of a word that several flags share."""

    dtype = np.dtype(np.bool_)

    def __init__(self, stored: Stored, bit: np.uint16) -> None:
        super().__init__(stored)
        self._bit = bit

    def unpack(self, stored: Any) -> Any:
        """Return whether the bit is set."""
        return (stored & self._bit) != 0

    def __setitem__(self, rows: Any, values: Any) -> None:
        if values is True:
            self.stored[rows] |= self._bit
        elif values is False:
            self.stored[rows] &= ~self._bit
        else:
            self.stored[rows] = (self.stored[rows] & ~self._bit) | np.asarray(values, dtype=bool) * self._bit


class TraitColumn(PackedColumn):
    """A column of numbers from 0 to 1, to the nearest 32,768th."""

    dtype = np.dtype(np.float32)

    def unpack(self, stored: Any) -> Any:
        """Return the numbers."""
        return stored * np.float32(STEP)

    def __setitem__(self, rows: Any, values: Any) -> None:
        self.stored[rows] = np.rint(np.asarray(values) / STEP).astype(np.uint16)
