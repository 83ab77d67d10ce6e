"""Names that a release registers: parsers, metrics, the dtypes of the KV cache, the formats of weights."""

import ast
import re

from arguments import Interpreter

METRIC = re.compile(r"^vllm:[a-z0-9_]*[a-z0-9]$")
V0_METRICS = ("vllm.engine.metrics", "vllm.engine.llm_engine")


def registered_parsers(sources, manager, tables):
    """
    Names given to <manager>.register_module(...) as decorator or call, and the keys of a table of parsers that are
    loaded when first used.
    """
    names = set()
    interpreter = Interpreter(sources)
    for module in parser_modules(sources, manager):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and is_registration(node, manager):
                given = [item.value for item in node.keywords if item.arg == "name"] + node.args[:1]
                value = interpreter.eval(given[0], module) if given else None
                names.update([value] if isinstance(value, str) else value if isinstance(value, list) else [])
        for table in tables:
            value = module.bindings.get(table)
            if isinstance(value, ast.Dict):
                names.update(key.value for key in value.keys if isinstance(key, ast.Constant))
    return sorted(names)


def parser_modules(sources, manager):
    packages = ["vllm.tool_parsers", "vllm.entrypoints.openai.tool_parsers"]
    if manager == "ReasoningParserManager":
        packages = ["vllm.reasoning", "vllm.entrypoints.openai.reasoning_parsers"]
    return [module for package in packages for module in sources.modules_under(package)]


def is_registration(node, manager):
    function = node.func
    return (
        isinstance(function, ast.Attribute)
        and function.attr in ("register_module", "register_lazy_module")
        and ast.unparse(function.value) == manager
    )


def metrics(sources):
    """Names of metrics without the prefix vllm:, by engine generation."""
    found = {"v0": set(), "v1": set()}
    for module in sources.modules_under("vllm", containing="vllm:"):
        generation = "v0" if module.name.startswith(V0_METRICS) else "v1"
        found[generation].update(name.removeprefix("vllm:") for name in metric_names(module))
    if not sources.has_folder("vllm.v1"):
        found["v0"] |= found.pop("v1")
    return {generation: sorted(names) for generation, names in found.items() if names}


def metric_names(module):
    """Strings that are a metric's name; a docstring is none, nor is a prefix that names are tested for."""
    others = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "startswith":
            others.update(map(id, node.args))
        elif isinstance(node, ast.Expr):
            others.add(id(node.value))
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and METRIC.match(node.value):
            if id(node) not in others:
                yield node.value


def kv_cache_dtypes(flags):
    """What --kv-cache-dtype takes: its choices, or the values that its annotation names beside any other."""
    flag = next((flag for flag in flags if "--kv-cache-dtype" in flag["flags"]), {})
    values = flag.get("choices") or flag.get("known")
    return values if isinstance(values, list) else []


def open_choices(sources, flags):
    """
    What a release itself has for flags that take any text, because plugins may add to it: the values that an annotation
    names, the formats of weights with a loader, and the attention backends.
    """
    named = {flag["flags"][0].removeprefix("--"): flag["known"] for flag in flags if isinstance(flag.get("known"), list)}
    named.pop("kv-cache-dtype", None)
    named["load-format"] = load_formats(sources)
    named["attention-backend"] = attention_backends(sources)
    return {name: sorted(set(values)) for name, values in named.items() if values}


def load_formats(sources):
    module = sources.module("vllm.model_executor.model_loader")
    found = module and module.bindings.get("LoadFormats")
    if not isinstance(found, ast.Subscript):
        return []
    return [node.value for node in ast.walk(found.slice) if isinstance(node, ast.Constant)]


def attention_backends(sources):
    for module in sources.modules_under("vllm", containing="class AttentionBackendEnum"):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef) and node.name == "AttentionBackendEnum":
                members = [statement.targets[0] for statement in node.body if isinstance(statement, ast.Assign)]
                return [member.id for member in members if isinstance(member, ast.Name) and member.id.isupper()]
    return []
