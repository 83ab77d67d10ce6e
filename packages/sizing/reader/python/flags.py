"""The flags of `vllm serve`, from the functions that build its parser."""

import ast

from arguments import Interpreter, Parser
from evaluate import CallText
from values import ClassOf, FunctionOf, Text, is_plain, text_of

CLI_MODULES = ["vllm.entrypoints.cli.serve", "vllm.scripts"]
SERVER_MODULES = ["vllm.entrypoints.common.cli_args", "vllm.entrypoints.openai.cli_args"]


def flags(sources):
    """[{flags, type, action, nargs, choices, known, default | defaultText}], in the order in which they are added."""
    return [describe(names, kwargs) for names, kwargs in serve_arguments(sources)]


def serve_arguments(sources):
    """(names, keyword arguments) of each add_argument of `vllm serve`; before there was one, of the server module."""
    interpreter = Interpreter(sources)
    for module in filter(None, map(sources.module, CLI_MODULES)):
        for function in command_functions(module):
            interpreter.run(function, [Parser()])
            if "serve" in interpreter.commands:
                return interpreter.commands["serve"].arguments
    for module in filter(None, map(sources.module, SERVER_MODULES)):
        found = module.bindings.get("make_arg_parser")
        if isinstance(found, ast.FunctionDef):
            given = Parser()
            built = interpreter.run(FunctionOf(module, found), [given])
            return (built if isinstance(built, Parser) else given).arguments
    return []


def command_functions(module):
    """The functions that add the command `serve`: a method subparser_init, or the main function of the script."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ClassDef):
            for method in node.body:
                if isinstance(method, ast.FunctionDef) and method.name == "subparser_init":
                    cls = ClassOf(module, node)
                    yield FunctionOf(module, method, owner=cls, bound=cls)
    main = module.bindings.get("main")
    if isinstance(main, ast.FunctionDef):
        yield FunctionOf(module, main)


def describe(names, kwargs):
    flag = {"flags": names}
    action = kwargs.get("action")
    if action is not None:
        flag["action"] = action if isinstance(action, str) else text_of(action).rsplit(".", 1)[-1]
    if "type" in kwargs:
        flag["type"] = type_name(kwargs["type"])
    for key in ("choices", "known"):
        if key in kwargs:
            values = kwargs[key]
            flag[key] = list(values) if isinstance(values, (list, tuple)) and is_plain(values) else text_of(values)
    if "nargs" in kwargs and is_plain(kwargs["nargs"]):
        flag["nargs"] = kwargs["nargs"]
    default = kwargs.get("default", {"store_true": False, "store_false": True}.get(flag.get("action")))
    if not is_plain(default):
        flag["defaultText"] = text_of(default)
    elif default is not None:
        flag["default"] = list(default) if isinstance(default, (tuple, set)) else default
    return flag


def type_name(value):
    """`int`, `json.loads`, `json:Config`; wrappers that only add None are left off."""
    if isinstance(value, str):
        return value
    if isinstance(value, CallText) and value.arguments and value.name in ("optional_type", "parse_type", "nullable"):
        return type_name(value.arguments[0])
    if isinstance(value, FunctionOf) and isinstance(value.node, ast.Lambda):
        return "str"
    return text_of(value) if isinstance(value, (Text, ClassOf, FunctionOf)) else "str"
