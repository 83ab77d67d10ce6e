"""Reads expressions: literals and the names, class attributes and small calls that lead to literals."""

import ast
import builtins

from modules import Imported
from values import ClassOf, FunctionOf, Literals, Method, ModuleOf, Super, Symbol, Text, is_plain, source, text_of

OPERATORS = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
    ast.FloorDiv: lambda a, b: a // b,
    ast.Pow: lambda a, b: a**b,
    ast.LShift: lambda a, b: a << b,
}
STRING_METHODS = {"replace", "lower", "upper", "strip", "split", "join", "removeprefix", "startswith"}
KNOWN_SYMBOLS = {"ssl.CERT_NONE": 0, "math.inf": float("inf")}
MISSING = object()


class Evaluator:
    def __init__(self, sources):
        self.sources = sources
        self.busy = set()

    def eval(self, node, module, scope=None):
        handler = getattr(self, f"eval_{type(node).__name__}", None)
        key = (id(node), module.name)
        if handler is None or key in self.busy:
            return source(node)
        self.busy.add(key)
        try:
            return handler(node, module, scope if scope is not None else {})
        finally:
            self.busy.discard(key)

    def eval_Constant(self, node, module, scope):
        return node.value

    def eval_Name(self, node, module, scope):
        if node.id in scope:
            return scope[node.id]
        found = self.sources.find(module, node.id)
        if found:
            return self.definition(*found)
        bound = module.bindings.get(node.id)
        if isinstance(bound, Imported):
            return self.outside(module, bound)
        return Symbol(node.id) if hasattr(builtins, node.id) else Text(node.id)

    def outside(self, module, bound):
        target = self.sources.absolute(module, bound.module)
        text = f"{target}.{bound.attribute}" if bound.attribute else target
        return Symbol(text)

    def definition(self, module, node):
        """The value of what Sources.find() has found."""
        if node is None:
            return ModuleOf(module)
        if isinstance(node, ast.ClassDef):
            return ClassOf(module, node)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return FunctionOf(module, node)
        return self.eval(node, module)

    def eval_Attribute(self, node, module, scope):
        return self.attribute(self.eval(node.value, module, scope), node.attr, node)

    def attribute(self, value, name, node):
        if isinstance(value, ClassOf):
            method = self.method(value, name)
            if method:
                return FunctionOf(method[0].module, method[1], owner=method[0], bound=value)
            if name in ("__doc__", "__name__"):
                return value.name
            default = self.class_attribute(value, name)
            return source(node) if default is MISSING else default
        if isinstance(value, Super):
            for base in self.bases(value.owner):
                method = self.method(base, name)
                if method:
                    return FunctionOf(method[0].module, method[1], owner=method[0], bound=value.bound)
            return source(node)
        if isinstance(value, ModuleOf):
            if value.module.name.endswith(".envs"):
                return Text(f"envs.{name}")
            found = self.sources.find(value.module, name)
            return self.definition(*found) if found else source(node)
        if isinstance(value, Symbol):
            text = f"{value.text}.{name}"
            return KNOWN_SYMBOLS.get(text, Symbol(text))
        if isinstance(value, Text):
            return Text(f"{value.text}.{name}")
        if name == "value" and isinstance(value, (str, int)):
            # A member of an enumeration is read as its value already
            return value
        return Method(value, name)

    def eval_Call(self, node, module, scope):
        if any(isinstance(argument, ast.Starred) for argument in node.args):
            return source(node)
        if isinstance(node.func, ast.Name) and node.func.id == "super" and "__class__" in scope:
            return Super(scope["__class__"], scope.get("cls"))
        function = self.eval(node.func, module, scope)
        arguments = [self.eval(argument, module, scope) for argument in node.args]
        keywords = {item.arg: self.eval(item.value, module, scope) for item in node.keywords if item.arg}
        return self.call(function, arguments, keywords, node)

    def call(self, function, arguments, keywords, node):
        """The outcome of a call, where it can be told; a subclass knows more functions."""
        name = text_of(function).rsplit(".", 1)[-1] if not isinstance(function, Method) else function.name
        if isinstance(function, Method):
            return self.call_method(function, arguments, node)
        if name == "get_args" and len(arguments) == 1 and isinstance(arguments[0], Literals):
            return tuple(arguments[0].values)
        if name == "cast" and len(arguments) == 2:
            return arguments[1]
        if name == "get_field" and len(arguments) == 2 and isinstance(arguments[0], ClassOf):
            default = self.class_attribute(arguments[0], arguments[1])
            return source(node) if default is MISSING else default
        if isinstance(function, Symbol) and len(arguments) == 1 and is_plain(arguments[0]):
            converter = {"int": int, "float": float, "str": str, "list": list, "tuple": tuple, "sorted": sorted}
            if name in converter:
                return converter[name](arguments[0])
        if name in ("list", "dict", "set", "tuple") and isinstance(function, Symbol) and not arguments and not keywords:
            return {"list": [], "dict": {}, "set": [], "tuple": ()}[name]
        if name in ("field", "Field"):
            return self.field_default(arguments, keywords)
        if isinstance(function, ClassOf):
            return Text(f"{function.name}()")
        return Text(ast.unparse(node)) if not arguments else CallText(ast.unparse(node), name, arguments)

    def call_method(self, function, arguments, node):
        value, name = function.value, function.name
        if isinstance(value, dict):
            if name in ("items", "keys", "values"):
                return list(getattr(value, name)())
            if name in ("get", "pop", "setdefault") and arguments and is_plain(arguments[0]):
                default = arguments[1] if len(arguments) > 1 else None
                return getattr(value, name)(arguments[0], default)
            if name == "update" and len(arguments) == 1 and isinstance(arguments[0], dict):
                return value.update(arguments[0])
            if name == "copy":
                return dict(value)
        if isinstance(value, list) and arguments and is_plain(arguments[0]):
            if name == "append":
                return value.append(arguments[0])
            if name == "remove":
                return value.remove(arguments[0]) if arguments[0] in value else None
            if name == "extend":
                return value.extend(arguments[0])
        if isinstance(value, str) and name in STRING_METHODS and is_plain(arguments):
            return getattr(value, name)(*arguments)
        return source(node)

    def field_default(self, arguments, keywords):
        """The default that dataclasses.field or pydantic.Field states."""
        if arguments:
            return MISSING if arguments[0] is Ellipsis else arguments[0]
        if "default" in keywords:
            return keywords["default"]
        factory = keywords.get("default_factory", MISSING)
        if factory is MISSING:
            return MISSING
        if isinstance(factory, FunctionOf) and isinstance(factory.node, ast.Lambda):
            return self.eval(factory.node.body, factory.module, factory.scope)
        if isinstance(factory, Symbol) and factory.text in ("list", "dict", "set", "tuple"):
            return {"list": [], "dict": {}, "set": [], "tuple": ()}[factory.text]
        return Text(f"{text_of(factory)}()")

    def eval_Lambda(self, node, module, scope):
        return FunctionOf(module, node, scope)

    def eval_List(self, node, module, scope):
        return self.items(node, module, scope)

    def eval_Tuple(self, node, module, scope):
        items = self.items(node, module, scope)
        return tuple(items) if isinstance(items, list) else items

    eval_Set = eval_List

    def items(self, node, module, scope):
        values = []
        for item in node.elts:
            if not isinstance(item, ast.Starred):
                values.append(self.eval(item, module, scope))
                continue
            more = self.eval(item.value, module, scope)
            if not isinstance(more, (list, tuple, dict)):
                return source(node)
            values.extend(more)
        return values

    def eval_Dict(self, node, module, scope):
        values = {}
        for key, item in zip(node.keys, node.values):
            value = self.eval(item, module, scope)
            if key is None:
                if not isinstance(value, dict):
                    return source(node)
                values.update(value)
                continue
            name = self.eval(key, module, scope)
            values[name if is_plain(name) and not isinstance(name, (list, dict)) else text_of(name)] = value
        return values

    def eval_BinOp(self, node, module, scope):
        left, right = self.eval(node.left, module, scope), self.eval(node.right, module, scope)
        operator = OPERATORS.get(type(node.op))
        if operator and is_plain(left) and is_plain(right):
            try:
                return operator(left, right)
            except TypeError:
                pass
        return source(node)

    def eval_UnaryOp(self, node, module, scope):
        value = self.eval(node.operand, module, scope)
        if isinstance(node.op, ast.USub) and isinstance(value, (int, float)):
            return -value
        if isinstance(node.op, ast.Not) and is_plain(value):
            return not value
        return source(node)

    def eval_Compare(self, node, module, scope):
        left, right = self.eval(node.left, module, scope), self.eval(node.comparators[0], module, scope)
        if len(node.ops) == 1 and is_plain(left) and isinstance(right, (dict, list, tuple)):
            if isinstance(node.ops[0], ast.In):
                return left in right
            if isinstance(node.ops[0], ast.NotIn):
                return left not in right
        return source(node)

    def eval_JoinedStr(self, node, module, scope):
        text = ""
        for part in node.values:
            value = self.eval(part.value if isinstance(part, ast.FormattedValue) else part, module, scope)
            if not isinstance(value, (str, int, float)):
                return source(node)
            text += str(value)
        return text

    def eval_Subscript(self, node, module, scope):
        value = self.eval(node.value, module, scope)
        if text_of(value).rsplit(".", 1)[-1] == "Literal":
            elements = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
            values = [self.eval(element, module, scope) for element in elements]
            return Literals([one for item in values for one in (item.values if isinstance(item, Literals) else [item])])
        index = self.eval(node.slice, module, scope)
        if isinstance(value, (dict, list, tuple)) and is_plain(index):
            try:
                return value[index]
            except (KeyError, IndexError, TypeError):
                pass
        return source(node)

    def bases(self, cls):
        found = [self.eval(base, cls.module) for base in cls.node.bases]
        return [base for base in found if isinstance(base, ClassOf)]

    def lineage(self, cls):
        """A class and the classes of the tree that it descends from, nearest first."""
        return [cls] + [ancestor for base in self.bases(cls) for ancestor in self.lineage(base)]

    def method(self, cls, name):
        """(class that defines it, function) of a method, inherited or not."""
        for owner in self.lineage(cls):
            for node in owner.node.body:
                if isinstance(node, ast.FunctionDef) and node.name == name:
                    return owner, node
        return None

    def class_attribute(self, cls, name):
        """The value of a class attribute, of a dataclass field its default; MISSING without one."""
        for owner in self.lineage(cls):
            for node in owner.node.body:
                target = node.target if isinstance(node, ast.AnnAssign) else None
                if isinstance(node, ast.Assign):
                    target = node.targets[0]
                if isinstance(target, ast.Name) and target.id == name:
                    return MISSING if node.value is None else self.eval(node.value, owner.module)
        return MISSING


class CallText(Text):
    """A call that was not followed, with its arguments."""

    def __init__(self, text, name, arguments):
        super().__init__(text)
        self.name, self.arguments = name, arguments
