"""
Follows the code that builds a command line, statement by statement, and notes every add_argument. Both ways of an `if`
whose test only running would tell are followed.
"""

import ast

from evaluate import Evaluator
from kwargs import class_kwargs
from modules import imports
from values import ClassOf, FunctionOf, Method, Text, is_plain, text_of

DEEPEST = 30
PARSER_CLASSES = ("ArgumentParser", "FlexibleArgumentParser")


class Parser:
    """A parser or a group of one; groups share the list of their parser."""

    def __init__(self, arguments=None):
        self.arguments = [] if arguments is None else arguments


class Returned(Exception):
    def __init__(self, value):
        self.value = value


class Interpreter(Evaluator):
    """Follows functions; `commands` holds the parsers that add_parser made, by name."""

    def __init__(self, sources):
        super().__init__(sources)
        self.depth = 0
        self.commands = {}

    def run(self, function, arguments, keywords=None):
        """Follows a function of the tree; its outcome, or None."""
        scope = dict(function.scope)
        names = [argument.arg for argument in function.node.args.args]
        decorators = [ast.unparse(item) for item in getattr(function.node, "decorator_list", [])]
        if function.owner:
            scope["__class__"] = function.owner
            if "staticmethod" not in decorators and names:
                arguments = [function.bound, *arguments]
                scope["cls"] = function.bound
        defaults = function.node.args.defaults
        for name, default in zip(names[len(names) - len(defaults) :], defaults):
            scope[name] = self.eval(default, function.module)
        scope.update(zip(names, arguments))
        scope.update(keywords or {})
        if isinstance(function.node, ast.Lambda):
            return self.eval(function.node.body, function.module, scope)
        self.depth += 1
        try:
            return self.block(function.node.body, function.module, scope)
        except Returned as returned:
            return returned.value
        finally:
            self.depth -= 1

    def block(self, body, module, scope):
        for node in body:
            self.statement(node, module, scope)

    def statement(self, node, module, scope):
        if isinstance(node, ast.Return):
            raise Returned(self.eval(node.value, module, scope) if node.value else None)
        if isinstance(node, ast.Expr):
            self.eval(node.value, module, scope)
        elif isinstance(node, ast.Assign):
            value = self.eval(node.value, module, scope)
            for target in node.targets:
                self.assign(target, value, module, scope)
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            self.assign(node.target, self.eval(node.value, module, scope), module, scope)
        elif isinstance(node, ast.Delete):
            for target in node.targets:
                self.delete(target, module, scope)
        elif isinstance(node, ast.If):
            self.branch(node, module, scope)
        elif isinstance(node, ast.For):
            self.loop(node, module, scope)
        elif isinstance(node, (ast.With, ast.Try)):
            self.block(node.body, module, scope)
        elif isinstance(node, ast.FunctionDef):
            scope[node.name] = FunctionOf(module, node, scope)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            for name, imported in imports(node).items():
                found = self.sources.follow(module, imported)
                scope[name] = self.definition(*found) if found else self.outside(module, imported)

    def assign(self, target, value, module, scope):
        if isinstance(target, ast.Name):
            scope[target.id] = value
        elif isinstance(target, (ast.Tuple, ast.List)) and isinstance(value, (tuple, list)):
            for part, item in zip(target.elts, value):
                self.assign(part, item, module, scope)
        elif isinstance(target, ast.Subscript):
            owner, key = self.eval(target.value, module, scope), self.eval(target.slice, module, scope)
            if isinstance(owner, dict) and is_plain(key):
                owner[key] = value

    def delete(self, target, module, scope):
        if isinstance(target, ast.Subscript):
            owner, key = self.eval(target.value, module, scope), self.eval(target.slice, module, scope)
            if isinstance(owner, dict):
                owner.pop(key, None)

    def branch(self, node, module, scope):
        test = self.eval(node.test, module, scope)
        if isinstance(test, bool):
            return self.block(node.body if test else node.orelse, module, scope)
        for body in (node.orelse, node.body):
            try:
                self.block(body, module, scope)
            except Returned as returned:
                # Without running, the rest of the function may be reached all the same
                if isinstance(returned.value, (Parser, dict)):
                    raise

    def loop(self, node, module, scope):
        items = self.eval(node.iter, module, scope)
        for item in items if isinstance(items, (list, tuple, dict)) else []:
            self.assign(node.target, item, module, scope)
            self.block(node.body, module, scope)

    def attribute(self, value, name, node):
        return Method(value, name) if isinstance(value, Parser) else super().attribute(value, name, node)

    def eval_Call(self, node, module, scope):
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("add_argument", "add_parser"):
            parser = self.eval(node.func.value, module, scope)
            if isinstance(parser, Parser):
                return self.add(parser, node, module, scope)
        return super().eval_Call(node, module, scope)

    def add(self, parser, node, module, scope):
        names = []
        for argument in node.args:
            starred = isinstance(argument, ast.Starred)
            value = self.eval(argument.value if starred else argument, module, scope)
            names.extend(value if starred and isinstance(value, (list, tuple)) else [value])
        if node.func.attr == "add_parser":
            return self.commands.setdefault(names[0], Parser())
        kwargs = {}
        for item in node.keywords:
            value = self.eval(item.value, module, scope)
            if item.arg:
                kwargs[item.arg] = value
            elif isinstance(value, dict):
                kwargs.update(value)
        if all(isinstance(name, str) for name in names):
            parser.arguments.append((names, kwargs))
        return Text("argument")

    def call(self, function, arguments, keywords, node):
        if isinstance(function, Method) and isinstance(function.value, Parser):
            if function.name in ("add_argument_group", "add_mutually_exclusive_group"):
                return Parser(function.value.arguments)
            return function.value if function.name == "add_subparsers" else Text(function.name)
        name = text_of(function).rsplit(".", 1)[-1]
        if name == "get_kwargs" and arguments and isinstance(arguments[0], ClassOf):
            return class_kwargs(self, arguments[0])
        if name in PARSER_CLASSES:
            return Parser()
        if isinstance(function, FunctionOf) and self.depth < DEEPEST:
            handed = [*arguments, *keywords.values()]
            if any(isinstance(value, Parser) or is_kwargs_table(value) for value in handed):
                return self.run(function, arguments, keywords)
            if name == "make_arg_parser":
                return self.run(function, arguments, keywords)
        return super().call(function, arguments, keywords, node)


def is_kwargs_table(value):
    """What get_kwargs returns, on its way through a function that changes it."""
    return isinstance(value, dict) and any(isinstance(item, dict) and "field" in item for item in value.values())
