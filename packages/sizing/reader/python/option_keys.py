"""Names that a release takes: the keys of its JSON options, by the option of the chart, and its environment variables."""

import ast
import re

from evaluate import Evaluator
from values import ClassOf

# Where the keys of an option, or of a map in it, are declared
CLASSES = {
    "speculativeConfig": "SpeculativeConfig",
    "limitMmPerPrompt": "MultiModalDataBuiltins",
    "limitMmPerPrompt.audio": "AudioDummyOptions",
    "limitMmPerPrompt.image": "ImageDummyOptions",
    "limitMmPerPrompt.video": "VideoDummyOptions",
    "compilationConfig": "CompilationConfig",
    "compilationConfig.pass_config": "PassConfig",
    "compilationConfig.dynamic_shapes_config": "DynamicShapesConfig",
    "structuredOutputsConfig": "StructuredOutputsConfig",
    "poolerConfig": "PoolerConfig",
    "kvTransferConfig": "KVTransferConfig",
}
PACKAGES = ("vllm.config", "vllm.multimodal", "vllm.inputs")


def option_keys(sources):
    evaluator = Evaluator(sources)
    found = {path: declared_fields(evaluator, name) for path, name in CLASSES.items()}
    found["overrideGenerationConfig"] = generation_keys(sources)
    return {path: keys for path, keys in found.items() if keys}


def declared_fields(evaluator, name):
    """The fields of a class and of those that it extends, sorted; empty where the release has no such class."""
    for package in PACKAGES:
        whole = evaluator.sources.module(package)
        modules = evaluator.sources.modules_under(package, containing=f"class {name}")
        for module in modules or ([whole] if whole else []):
            # Also one inside of another class
            classes = [node for node in ast.walk(module.tree) if isinstance(node, ast.ClassDef) and node.name == name]
            for node in classes[:1]:
                owners = evaluator.lineage(ClassOf(module, node))
                return sorted({key for owner in owners for key in fields_of(owner.node)})
    return []


def fields_of(node):
    """Names that a dataclass, a pydantic model or a typed dictionary takes: not what it computes itself."""
    for statement in node.body:
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            name = statement.target.id
            text = ast.unparse(statement)
            computed = "init=False" in text or "PrivateAttr" in text or "ClassVar" in text
            if not computed and not name.startswith("_"):
                yield name


def generation_keys(sources):
    """
    The keys of --override-generation-config that vLLM reads: its list of sampling parameters, and what a model asks of
    the map that the option updates. It declares them nowhere, and ignores all others.
    """
    keys = set()
    for module in sources.modules_under("vllm", containing="override_generation_config"):
        for function in ast.walk(module.tree):
            if isinstance(function, ast.FunctionDef):
                keys.update(keys_in(function))
    return sorted(keys)


def keys_in(function):
    updated = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            map_name, argument = ast.unparse(node.func.value), node.args[0]
            if node.func.attr == "update" and ast.unparse(argument).endswith(".override_generation_config"):
                updated.add(map_name)
            elif node.func.attr == "get" and map_name in updated and isinstance(argument, ast.Constant):
                yield argument.value
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "available_params":
            yield from (item.value for item in node.value.elts)


# `os.environ.get("VLLM_X")`, `os.environ["VLLM_X"]`, `os.getenv("VLLM_X")`
READ = re.compile(r"""(?:environ(?:\.[a-z]+)?|getenv)\s*[(\[]\s*["'](VLLM_\w+)["']""")


def environment_variables(sources):
    """Names with VLLM_ in the table of vllm/envs.py, and those that are read elsewhere, sorted."""
    module = sources.module("vllm.envs")
    table = module and module.bindings.get("environment_variables")
    declared = table.keys if isinstance(table, ast.Dict) else []
    names = {key.value for key in declared if isinstance(key, ast.Constant) and key.value.startswith("VLLM_")}
    for other in sources.modules_under("vllm", containing="VLLM_"):
        names.update(READ.findall(sources.text(other.path)))
    return sorted(names)
