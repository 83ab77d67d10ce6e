"""Finds the definitions behind names in a source tree, by reading it; nothing is imported or run."""

import ast
import os
import warnings


class Module:
    """One source file: its tree, and what its top level binds."""

    def __init__(self, name, path, tree):
        self.name, self.path, self.tree = name, path, tree
        self.is_package = os.path.basename(path) == "__init__.py"
        self.bindings = {}
        collect(tree.body, self.bindings)


class Imported:
    """A name that an import binds: an attribute of a module, or with no attribute the module itself."""

    def __init__(self, module, attribute=None):
        self.module, self.attribute = module, attribute


def collect(body, bindings, fallback=False):
    """Binds the names of a block. What only type checkers see is a fallback for what runs."""

    def bind(name, node):
        if not (fallback and name in bindings):
            bindings[name] = node

    for node in body:
        if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            bind(node.name, node)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    bind(target.id, node.value)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            if node.value is not None:
                bind(node.target.id, node.value)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            for name, imported in imports(node).items():
                bind(name, imported)
        elif isinstance(node, ast.If):
            typing_only = "TYPE_CHECKING" in ast.unparse(node.test)
            if typing_only:
                collect(node.orelse, bindings, fallback)
                collect(node.body, bindings, True)
            else:
                collect(node.body, bindings, fallback)
                collect(node.orelse, bindings, True)
        elif isinstance(node, ast.Try):
            collect(node.body, bindings, fallback)
            for handler in node.handlers:
                collect(handler.body, bindings, True)
        elif isinstance(node, ast.With):
            collect(node.body, bindings, fallback)


def imports(node):
    """What an import statement binds, by name."""
    bound = {}
    for alias in node.names:
        if isinstance(node, ast.ImportFrom):
            bound[alias.asname or alias.name] = Imported("." * node.level + (node.module or ""), alias.name)
        elif alias.asname:
            bound[alias.asname] = Imported(alias.name)
        else:
            bound[alias.name.split(".")[0]] = Imported(alias.name.split(".")[0])
    return bound


class Sources:
    """A source tree with packages at its root."""

    def __init__(self, root):
        self.root = root
        self.loaded = {}

    def module(self, name):
        """The module of a dotted name, or None where the tree has none."""
        if name not in self.loaded:
            base = os.path.join(self.root, *name.split("."))
            paths = [os.path.join(base, "__init__.py"), f"{base}.py"]
            path = next((path for path in paths if os.path.isfile(path)), None)
            self.loaded[name] = self.parse(name, path) if path else None
        return self.loaded[name]

    def has_folder(self, package):
        return os.path.isdir(os.path.join(self.root, *package.split(".")))

    def parse(self, name, path):
        with warnings.catch_warnings():
            # The release's own, as of invalid escapes
            warnings.simplefilter("ignore")
            return Module(name, path, ast.parse(self.text(path), path))

    def text(self, path):
        with open(path, encoding="utf-8") as file:
            return file.read()

    def modules_under(self, package, containing=""):
        """The modules of a package whose text has a word, in the order of their paths."""
        base = os.path.join(self.root, *package.split("."))
        found = []
        for folder, _, files in os.walk(base):
            for file in files:
                if file.endswith(".py") and containing in self.text(os.path.join(folder, file)):
                    path = os.path.relpath(os.path.join(folder, file), self.root)
                    name = path[: -len(".py")].replace(os.sep, ".")
                    found.append(name.removesuffix(".__init__"))
        return [module for module in map(self.module, sorted(found)) if module]

    def absolute(self, module, name):
        """The dotted name of what an import in a module names, whose dots may be relative."""
        level = len(name) - len(name.lstrip("."))
        if level == 0:
            return name
        parts = module.name.split(".")
        parts = parts[: len(parts) - level + (1 if module.is_package else 0)]
        return ".".join(parts + [part for part in [name.lstrip(".")] if part])

    def find(self, module, name, seen=()):
        """(module, node) that a name of a module stands for, imports followed; the node None for a module itself."""
        if module is None or (module.name, name) in seen:
            return None
        bound = module.bindings.get(name)
        if not isinstance(bound, Imported):
            if bound is not None:
                return module, bound
            submodule = self.module(f"{module.name}.{name}") if module.is_package else None
            return (submodule, None) if submodule else None
        return self.follow(module, bound, seen + ((module.name, name),))

    def follow(self, module, imported, seen=()):
        """find() for what an import binds."""
        target = self.absolute(module, imported.module)
        if imported.attribute is None:
            found = self.module(target)
            return (found, None) if found else None
        found = self.find(self.module(target), imported.attribute, seen)
        if found is None:
            submodule = self.module(f"{target}.{imported.attribute}")
            return (submodule, None) if submodule else None
        return found
