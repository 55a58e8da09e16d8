"""Planting errors in the engine: one expression of one function replaced by another, the module run uncompiled."""

from __future__ import annotations

import ast
import inspect
from types import ModuleType
from typing import Any
from unittest import mock

from ploughshare import compiling


def uncompiled(module: ModuleType, function: str = "", old: str = "", new: str = "") -> ModuleType:
    """Return a module as plain Python over NumPy scalars, with every `old` in `function` replaced by `new`.

    Expressions are compared by their meaning, not their layout. Functions of other modules stay compiled.
    """
    tree = ast.parse(inspect.getsource(module))
    if function:
        planted = _Replacing(ast.parse(old, mode="eval").body, ast.parse(new, mode="eval").body)
        bodies = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == function]
        assert len(bodies) == 1, f"{module.__name__} has no function {function}"
        planted.visit(bodies[0])
        assert planted.times, f"{function} of {module.__name__} has no {old}"
    made = ModuleType(module.__name__)
    made.__file__ = module.__file__
    with mock.patch.multiple(compiling, kernel=_as_it_is, inlined=_as_it_is):
        exec(compile(ast.fix_missing_locations(tree), str(module.__file__), "exec"), made.__dict__)
    return made


class _Replacing(ast.NodeTransformer):
    def __init__(self, old: ast.expr, new: ast.expr) -> None:
        self.old, self.new, self.times = ast.dump(old), new, 0

    def visit(self, node: ast.AST) -> Any:
        if isinstance(node, ast.expr) and ast.dump(node) == self.old:
            self.times += 1
            return self.new
        return self.generic_visit(node)


def _as_it_is(function: Any) -> Any:
    return function
