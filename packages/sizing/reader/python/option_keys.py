"""What a release takes: keys of its JSON options, by the option of the chart, their choices, and environment variables."""

import ast
import re

from evaluate import Evaluator
from hints import NONE, read_hints
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
    "loggingConfig": "LoggingConfig",
}
PACKAGES = ("vllm.config", "vllm.multimodal", "vllm.inputs")


def option_keys(sources):
    evaluator = Evaluator(sources)
    found = {path: declared_fields(evaluator, name) for path, name in CLASSES.items()}
    found["overrideGenerationConfig"] = generation_keys(sources)
    return {path: keys for path, keys in found.items() if keys}


def option_choices(sources):
    """The choices of each field of the options that takes nothing but certain texts, by its path: `speculativeConfig.method`."""
    evaluator = Evaluator(sources)
    found = {}
    for path, name in CLASSES.items():
        owners = declared_classes(evaluator, name)
        converted = {field for owner in owners for field in converted_fields(owner.node)}
        for owner in owners:
            for field in filter(is_field, owner.node.body):
                values = choices_of(evaluator, field.annotation, owner.module)
                if values and field.target.id not in converted:
                    found.setdefault(f"{path}.{field.target.id}", values)
    return found


def converted_fields(node):
    """Fields that a validator reads before their type is checked: it may take other spellings."""
    for method in node.body:
        for decorator in getattr(method, "decorator_list", []):
            text = ast.unparse(decorator)
            if text.startswith("field_validator") and ("mode='before'" in text or "mode='wrap'" in text):
                yield from (name.value for name in decorator.args if isinstance(name, ast.Constant))


def choices_of(evaluator, annotation, module):
    hints = [hint for hint in read_hints(evaluator, annotation, module) if hint.name != NONE]
    values = [value for hint in hints if hint.name == "Literal" for value in hint.values or [None]]
    closed = all(hint.name == "Literal" for hint in hints) and all(isinstance(value, str) for value in values)
    return sorted(set(values)) if closed else []


def declared_fields(evaluator, name):
    """The fields of a class and of those that it extends, sorted; empty where the release has no such class."""
    return sorted({key for owner in declared_classes(evaluator, name) for key in fields_of(owner.node)})


def declared_classes(evaluator, name):
    """A class and those that it extends; none where the release does not have it."""
    for package in PACKAGES:
        whole = evaluator.sources.module(package)
        modules = evaluator.sources.modules_under(package, containing=f"class {name}")
        for module in modules or ([whole] if whole else []):
            # Also one inside of another class
            classes = [node for node in ast.walk(module.tree) if isinstance(node, ast.ClassDef) and node.name == name]
            for node in classes[:1]:
                return evaluator.lineage(ClassOf(module, node))
    return []


def fields_of(node):
    """Names that a dataclass, a pydantic model or a typed dictionary takes: not what it computes itself."""
    return (statement.target.id for statement in node.body if is_field(statement))


def is_field(statement):
    if not isinstance(statement, ast.AnnAssign) or not isinstance(statement.target, ast.Name):
        return False
    text = ast.unparse(statement)
    computed = "init=False" in text or "PrivateAttr" in text or "ClassVar" in text
    return not computed and not statement.target.id.startswith("_")


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
