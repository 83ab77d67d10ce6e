"""What an expression can stand for when it is read and not run, beside plain Python values."""

import ast


class Text:
    """Something that only running would tell; keeps what the source says."""

    def __init__(self, text):
        self.text = text

    def __repr__(self):
        return f"Text({self.text})"


class Symbol(Text):
    """A name from outside the tree: `json.loads`, `str`, `argparse.SUPPRESS`."""


class ClassOf:
    def __init__(self, module, node):
        self.module, self.node = module, node
        self.name = node.name


class FunctionOf:
    """A function, with the scope around it and, for a method, the class it is of and what it is bound to."""

    def __init__(self, module, node, scope=None, owner=None, bound=None):
        self.module, self.node, self.scope, self.owner, self.bound = module, node, scope or {}, owner, bound
        self.name = getattr(node, "name", "lambda")


class ModuleOf:
    def __init__(self, module):
        self.module = module


class Super:
    def __init__(self, owner, bound):
        self.owner, self.bound = owner, bound


class Literals:
    """`Literal["a", "b"]`."""

    def __init__(self, values):
        self.values = values


class Method:
    """A method of a plain value: `{}.items`."""

    def __init__(self, value, name):
        self.value, self.name = value, name


def text_of(value):
    """How the source would say a value."""
    if isinstance(value, Text):
        return value.text
    if isinstance(value, (ClassOf, FunctionOf)):
        return value.name
    if isinstance(value, ModuleOf):
        return value.module.name
    if isinstance(value, Method):
        return f"{text_of(value.value)}.{value.name}"
    return repr(value)


def is_plain(value):
    """Whether a value is all literals."""
    if isinstance(value, (list, tuple, set)):
        return all(map(is_plain, value))
    if isinstance(value, dict):
        return all(is_plain(key) and is_plain(item) for key, item in value.items())
    return value is None or isinstance(value, (bool, int, float, str))


def source(node):
    return Text(ast.unparse(node))
