"""Rules about the shape of the code that no linter checks."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
CODE = ("config", "disclosures", "comparison", "tests", "bench", "manage.py")
# Frameworks count as pure: their loader reads the TOML files beside it, which are part of the code.
PURE = (
    *("disclosures/parsing", "disclosures/coding", "disclosures/frameworks", "comparison/alignment"),
    *("disclosures/market/notes", "disclosures/market/classification.py"),
    *(f"disclosures/web/{name}.py" for name in ("addresses", "bodies", "errors", "networks", "robots")),
)
# What a pure module may not import, directly or through another of ours.
IMPURE = {
    *("config", "django", "psycopg", "procrastinate"),
    *("http", "socket", "subprocess", "time", "urllib.request"),
}
LONGEST_FILE = 400
LONGEST_FUNCTION = 49
EXCEPTION = re.compile(r"#\s*(?:noqa|type:\s*ignore|pragma)\b")
EXCEPTION_WITH_REASON = re.compile(r"# (?:noqa: [A-Z0-9, ]+|type: ignore\[[a-z, -]+\])(?:  | )# \w.+")


def python_files(*places: str) -> Iterator[Path]:
    for place in places:
        path = REPOSITORY / place
        for file in [path] if path.is_file() else sorted(path.rglob("*.py")):
            if "migrations" not in file.parts:
                yield file


def name_of(file: Path) -> str:
    return str(file.relative_to(REPOSITORY))


def functions(file: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def line_count(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def imported(file: Path) -> Iterator[str]:
    """Full names of the modules a file imports; relative imports are not used here."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(file)}:{node.lineno} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_impure(module: str) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in IMPURE)


def test_files_are_short_enough_to_read() -> None:
    counted = {
        name_of(file): len(file.read_text(encoding="utf-8").splitlines()) for file in python_files(*CODE)
    }
    assert {name: count for name, count in counted.items() if count > LONGEST_FILE} == {}


def test_functions_are_short_enough_to_read() -> None:
    too_long = [
        f"{name_of(file)}:{function.lineno} {function.name} has {line_count(function)} lines"
        for file in python_files(*CODE)
        for function in functions(file)
        if line_count(function) > LONGEST_FUNCTION
    ]
    assert too_long == []


def test_every_exception_from_a_rule_says_why() -> None:
    without = [
        f"{name_of(file)}:{number}: {line.strip()}"
        for file in python_files(*CODE, "scripts")
        if file != Path(__file__)
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if EXCEPTION.search(line) and not EXCEPTION_WITH_REASON.search(line)
    ]
    assert without == [], "put the reason behind: # noqa: X123  # why"


def test_pure_code_imports_nothing_impure() -> None:
    found = [
        f"{name_of(file)} imports {module}"
        for file in python_files(*PURE)
        for module in imported(file)
        if is_impure(module)
    ]
    assert found == []


def test_pure_code_imports_only_pure_code_of_ours() -> None:
    pure = tuple(place.removesuffix(".py").replace("/", ".") for place in PURE)
    found = [
        f"{name_of(file)} imports {module}"
        for file in python_files(*PURE)
        for module in imported(file)
        if module.startswith(("config", "disclosures", "comparison")) and not module.startswith(pure)
    ]
    assert found == []


@pytest.mark.parametrize(
    "module", ["disclosures.parsing.registry", "disclosures.coding.naming", "comparison.alignment"]
)
def test_pure_code_loads_without_django(module: str) -> None:
    program = (
        f"import sys, {module}; print(sorted({{'django', 'psycopg', 'procrastinate'}} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_importing_settings_starts_nothing(tmp_path: Path) -> None:
    program = "import config.settings"
    environment = {"COLLATE_DATA_DIR": str(tmp_path / "data"), "PATH": "/nowhere"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=REPOSITORY,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == ("", "")
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret_key"]
