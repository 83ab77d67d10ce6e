"""Reads type annotations into the flat set of what they allow, as vLLM's get_type_hints does at run time."""

import ast

from modules import Imported
from values import ClassOf, Literals, Symbol, text_of

NONE = "None"
WRAPPERS = {"Annotated", "SkipValidation", "Required", "NotRequired", "Final", "InitVar"}


class Hint:
    """One alternative: its name (`int`, `list`, `Literal`, a class), and what stands in brackets behind it."""

    def __init__(self, name, arguments=(), cls=None, values=None):
        self.name, self.arguments, self.cls, self.values = name, arguments, cls, values


def read_hints(evaluator, node, module):
    """The alternatives of an annotation, in the order of the source."""
    if isinstance(node, ast.Constant):
        if node.value is None:
            return [Hint(NONE)]
        if isinstance(node.value, str):
            return read_hints(evaluator, ast.parse(node.value, mode="eval").body, module)
        return [Hint("...")]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return read_hints(evaluator, node.left, module) + read_hints(evaluator, node.right, module)
    if isinstance(node, ast.Subscript):
        return read_subscript(evaluator, node, module)
    return read_name(evaluator, node, module)


def read_subscript(evaluator, node, module):
    name = last_name(evaluator, node.value, module)
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    if name == "Literal":
        return [Hint("Literal", values=evaluator.eval(node, module).values)]
    if name == "Optional":
        return read_hints(evaluator, parts[0], module) + [Hint(NONE)]
    if name == "Union":
        return [hint for part in parts for hint in read_hints(evaluator, part, module)]
    if name in WRAPPERS:
        return read_hints(evaluator, parts[0], module)
    if name == "Callable":
        return [Hint("Callable")]
    inner = [read_hints(evaluator, part, module) for part in parts]
    return [Hint(name.lower() if name in ("List", "Dict", "Set", "Tuple") else name, inner)]


def read_name(evaluator, node, module):
    """A name: an alias of another annotation, a class of the tree, or something from outside."""
    found = resolve(evaluator, node, module)
    if found and isinstance(found[1], (ast.Subscript, ast.BinOp, ast.Name, ast.Attribute)):
        return read_hints(evaluator, found[1], found[0])
    value = evaluator.eval(node, module)
    if isinstance(value, ClassOf):
        bases = [text_of(evaluator.eval(base, value.module)) for base in value.node.bases]
        is_dict = any(base in ("dict", "UserDict") or base.startswith("dict[") for base in bases)
        return [Hint("dict", cls=value)] if is_dict else [Hint(value.name, cls=value)]
    if isinstance(value, Literals):
        return [Hint("Literal", values=value.values)]
    name = text_of(value).rsplit(".", 1)[-1]
    if isinstance(value, Symbol):
        name = {"List": "list", "Dict": "dict", "Set": "set", "Tuple": "tuple"}.get(name, name)
    return [Hint(name)]


def resolve(evaluator, node, module):
    if isinstance(node, ast.Name):
        return evaluator.sources.find(module, node.id)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        owner = evaluator.sources.find(module, node.value.id)
        if owner and owner[1] is None:
            return evaluator.sources.find(owner[0], node.attr)
    return None


def last_name(evaluator, node, module):
    """`Optional` of `Optional`, `typing.Optional` or `t.Optional`."""
    if isinstance(node, ast.Attribute):
        return node.attr
    bound = module.bindings.get(node.id) if isinstance(node, ast.Name) else None
    return bound.attribute if isinstance(bound, Imported) and bound.attribute else ast.unparse(node)


def is_dataclass(evaluator, cls):
    """Whether a class or an ancestor is decorated as a dataclass: @dataclass, or vLLM's @config."""
    decorators = [decorator for owner in evaluator.lineage(cls) for decorator in owner.node.decorator_list]
    names = [ast.unparse(item.func if isinstance(item, ast.Call) else item) for item in decorators]
    return any(name.rsplit(".", 1)[-1] in ("dataclass", "config") for name in names)
