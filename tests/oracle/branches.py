"""Which branches of a package are taken while a block of code runs: every conditional jump must go both ways."""

from __future__ import annotations

import dis
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from types import CodeType, FrameType, ModuleType
from typing import Any


class Branches:
    """The conditional jumps of some modules, and where they went."""

    def __init__(self, modules: list[ModuleType]) -> None:
        self._jumps = {code: _conditional_jumps(code) for module in modules for code in _functions(module)}
        self._fused = {code: _before(code, jumps) for code, jumps in self._jumps.items()}
        self._went: defaultdict[tuple[CodeType, int], set[int]] = defaultdict(set)
        self._entered: set[CodeType] = set()
        self._done: set[CodeType] = set()

    def not_taken(self) -> list[str]:
        """Return functions never entered and jumps that went one way only, as `file:line name`."""
        missing = []
        for code, jumps in self._jumps.items():
            place = f"{code.co_filename.rsplit('/', 1)[-1]}"
            if code not in self._entered:
                missing.append(f"{place}:{code.co_firstlineno} {code.co_name} never entered")
            else:
                missing += [
                    f"{place}:{line} {code.co_name}"
                    for offset, line in jumps.items()
                    if len(self._went[code, offset]) < 2
                ]
        return sorted(missing)

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Note the jumps taken within the block."""
        sys.settrace(self._enter)
        try:
            yield
        finally:
            sys.settrace(None)

    def _enter(self, frame: FrameType, event: str, argument: Any) -> Any:
        code = frame.f_code
        if code in self._done or code not in self._jumps:
            return None
        self._entered.add(code)
        if all(len(self._went[code, offset]) >= 2 for offset in self._jumps[code]):
            self._done.add(code)
            return None
        frame.f_trace_lines, frame.f_trace_opcodes = False, True
        came_from, fused = -1, self._fused[code]

        def step(frame: FrameType, event: str, argument: Any) -> Any:
            nonlocal came_from
            if event == "opcode":
                jump = fused.get(came_from, came_from)
                if jump != frame.f_lasti:
                    self._went[code, jump].add(frame.f_lasti)
                came_from = frame.f_lasti
            return step

        return step


def _functions(module: ModuleType) -> list[CodeType]:
    """Return the code of every function written in a module, with those inside it."""
    found = []
    waiting = [
        value.__code__
        for value in vars(module).values()
        if getattr(value, "__module__", "") == module.__name__ and hasattr(value, "__code__")
    ]
    while waiting:
        code = waiting.pop()
        found.append(code)
        waiting += [constant for constant in code.co_consts if isinstance(constant, CodeType)]
    return found


def _conditional_jumps(code: CodeType) -> dict[int, int]:
    """Return the offset and line of every jump that depends on a condition."""
    jumps, line = {}, code.co_firstlineno
    for instruction in dis.get_instructions(code):
        line = instruction.positions.lineno or line if instruction.positions else line
        if (
            "JUMP_IF" in instruction.opname
            or "JUMP_FORWARD_IF" in instruction.opname
            or "JUMP_BACKWARD_IF" in instruction.opname
        ):
            jumps[instruction.offset] = line
    return jumps


def _before(code: CodeType, jumps: dict[int, int]) -> dict[int, int]:
    """Return the jump that follows an instruction: Python runs a comparison and the jump after it as one."""
    offsets = [instruction.offset for instruction in dis.get_instructions(code)]
    return {before: after for before, after in pairwise(offsets) if after in jumps}
