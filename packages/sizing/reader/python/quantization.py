"""Quantization methods, and the compute capability that each states as its least."""

import ast

from arguments import Interpreter
from values import ClassOf, is_plain

PACKAGE = "vllm.model_executor.layers.quantization"
SCHEME_PREFIX = "CompressedTensors"


def quantization(sources):
    """{methods, leastCapability: {method: 75}, compressedTensors: {scheme: 75}}; what states no number is left out."""
    package = sources.module(PACKAGE)
    if package is None:
        return {}
    interpreter = Interpreter(sources)
    configs = method_configs(interpreter, package)
    methods = listed(interpreter, package) or list(configs)
    least = {method: least_capability(interpreter, configs.get(method)) for method in methods}
    return {
        "methods": methods,
        "leastCapability": stated(least),
        "compressedTensors": stated(schemes(interpreter, sources)),
    }


def listed(interpreter, package):
    found = interpreter.sources.find(package, "QUANTIZATION_METHODS")
    value = interpreter.definition(*found) if found else None
    return list(value) if isinstance(value, (list, tuple, dict)) and is_plain(list(value)) else None


def method_configs(interpreter, package):
    """The class of each method: a table of the package, or one inside get_quantization_config."""
    for name in ("QUANTIZATION_METHODS", "_QUANTIZATION_CONFIG_REGISTRY"):
        if isinstance(package.bindings.get(name), ast.Dict):
            return classes(interpreter.eval(package.bindings[name], package))
    function = package.bindings.get("get_quantization_config")
    if not isinstance(function, ast.FunctionDef):
        return {}
    scope = {}
    for node in function.body:
        if not isinstance(node, (ast.Return, ast.Raise)):
            interpreter.statement(node, package, scope)
    return classes(scope.get("method_to_config", {}))


def classes(table):
    return {method: value for method, value in table.items() if isinstance(value, ClassOf)}


def schemes(interpreter, sources):
    found = {}
    for module in sources.modules_under(f"{PACKAGE}.compressed_tensors.schemes"):
        for node in module.tree.body:
            if isinstance(node, ast.ClassDef) and node.name.startswith(SCHEME_PREFIX):
                found[node.name.removeprefix(SCHEME_PREFIX)] = least_capability(interpreter, ClassOf(module, node))
    return found


def least_capability(interpreter, cls, depth=0):
    """
    What get_min_capability returns at its end: where a condition chooses between figures, the one for the case that
    nothing is set. None where it raises or returns no number.
    """
    method = interpreter.method(cls, "get_min_capability") if cls and depth < 5 else None
    if method is None:
        return None
    owner, node = method
    end = node.body[-1]
    if not isinstance(end, ast.Return):
        return None
    value = end.value.orelse if isinstance(end.value, ast.IfExp) else end.value
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr == node.name:
        other = interpreter.eval(value.func.value, owner.module, {"cls": cls, "__class__": owner})
        return least_capability(interpreter, other if isinstance(other, ClassOf) else None, depth + 1)
    found = interpreter.eval(value, owner.module)
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def stated(table):
    """Figures below 10 mean that the method is not for CUDA."""
    return {name: figure for name, figure in table.items() if figure is not None and figure >= 10}
