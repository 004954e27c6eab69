from __future__ import annotations

import ast
import fnmatch
import re
import sys
from collections.abc import Iterator
from dataclasses import fields
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml

import app.__main__
import eval.__main__
import ingest.__main__
from app.chat.settings import PREFIX, ChatSettings
from index.settings import Settings

ROOT = Path(__file__).parents[1]
FOLDERS = ("app", "eval", "index", "ingest")
README = (ROOT / "README.md").read_text("utf-8")
MODULES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
LONGEST = 300
LONG_BUT_ONE_SUBJECT = {
    "test_eval_measures.py",  # published figures, row by row
    "test_app_chatting.py",  # a server and all its faults
}

MAY_IMPORT = {
    "index": {"index"},
    "ingest": {"ingest", "index"},
    "app": {"app", "index"},
    "eval": {"eval", "app", "index"},
}


STAGES = ("question", "evidence", "composing", "chat")
"""Sub-packages of `app` in the order of an answer: each imports those before it."""


@pytest.fixture(scope="module")
def libraries() -> set[str]:
    """Top-level names of everything that is installed."""
    return set(packages_distributions())


def name_of(path: Path) -> str:
    """A file's path within the project."""
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in the file it does."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def importers(library: str) -> set[str]:
    """The project's files that import a library."""
    return {
        name_of(path)
        for path in MODULES
        if any(module.split(".")[0] == library for module in imports(path))
    }


def outside(files: set[str], *patterns: str) -> set[str]:
    """The files that match none of the patterns."""
    return {
        file for file in files if not any(fnmatch.fnmatch(file, p) for p in patterns)
    }


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_imports_only_the_folders_below_it(folder: str) -> None:
    for path in (ROOT / folder).rglob("*.py"):
        imported = {module.split(".")[0] for module in imports(path)} & {*FOLDERS}
        assert imported <= MAY_IMPORT[folder], name_of(path)


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_of_an_answer_imports_only_the_stages_before_it(stage: str) -> None:
    later = {*STAGES[STAGES.index(stage) + 1 :], "page"}
    for path in (ROOT / "app" / stage).rglob("*.py"):
        parts = {m.split(".")[1] for m in imports(path) if m.startswith("app.")}
        assert not parts & later, name_of(path)


def test_no_file_imports_relatively() -> None:
    for path in MODULES:
        tree = ast.walk(ast.parse(path.read_text("utf-8")))
        froms = [node for node in tree if isinstance(node, ast.ImportFrom)]
        assert all(node.level == 0 for node in froms), name_of(path)


def test_streamlit_stands_in_the_page_alone() -> None:
    page = ("app/streamlit_app.py", "app/page/*.py")
    assert outside(importers("streamlit"), *page) == set()


def test_chroma_stands_in_the_index_alone() -> None:
    assert outside(importers("chromadb"), "index/*.py", "eval/*.py") == set()


def test_llamaindex_stands_in_the_index_and_where_nodes_are_made() -> None:
    places = ("index/*.py", "ingest/chunking.py", "ingest/staging.py", "eval/*.py")
    assert outside(importers("llama_index"), *places) == set()


def test_openai_stands_only_where_text_is_composed_or_embedded() -> None:
    places = ("app/chat/*.py", "index/*.py", "eval/baselines.py")
    assert outside(importers("openai"), *places) == set()


def test_no_path_is_put_on_the_import_path_by_hand() -> None:
    assert [name_of(p) for p in MODULES if "sys.path" in p.read_text("utf-8")] == []


@pytest.mark.parametrize("path", (ROOT / "app").iterdir(), ids=lambda p: p.stem)
def test_no_module_of_the_page_hides_another_when_its_folder_comes_first(
    path: Path, libraries: set[str]
) -> None:
    if path.stem not in ("__init__", "__main__"):
        assert path.stem not in {*FOLDERS, "tests"}
        assert path.stem not in sys.stdlib_module_names
        assert path.stem not in libraries


def test_the_top_level_holds_the_product_and_hidden_files_alone() -> None:
    ignored = (ROOT / ".gitignore").read_text("utf-8").split()
    patterns = [pattern.rstrip("/") for pattern in ignored]
    shown = {
        path.name
        for path in ROOT.iterdir()
        if not path.name.startswith(".")
        and not any(fnmatch.fnmatch(path.name, pattern) for pattern in patterns)
    }
    assert shown == {*FOLDERS, "tests", "pyproject.toml", "README.md"}


@pytest.mark.parametrize("path", [*MODULES, *TESTS], ids=name_of)
def test_a_file_can_be_read_in_one_sitting(path: Path) -> None:
    if path.name not in LONG_BUT_ONE_SUBJECT:
        assert len(path.read_text("utf-8").splitlines()) <= LONGEST


def test_tests_are_flat_and_named_after_what_they_test() -> None:
    named = re.compile(r"test_(layout|shipped_corpus|(app|eval|index|ingest)_\w+)\.py")
    for path in (ROOT / "tests").glob("test_*.py"):
        assert named.fullmatch(path.name), path.name
    assert not [*(ROOT / "tests").rglob("__init__.py")]


@pytest.mark.parametrize("path", TESTS, ids=name_of)
def test_nothing_is_mocked_or_patched(path: Path) -> None:
    tree = [*ast.walk(ast.parse(path.read_text("utf-8")))]
    assert not any(module.startswith("unittest.mock") for module in imports(path))
    patched = {
        node.attr
        for node in tree
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "monkeypatch"
    }
    assert patched <= {"setenv", "delenv", "chdir"}


def test_every_test_states_a_behaviour_in_its_name() -> None:
    for path in TESTS:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                assert node.name.count("_") >= 3, f"{path.name}: {node.name}"


# No party's name stands in the code.


def names_of(folder: Path) -> set[str]:
    """Names of parties and speakers, and their other forms, written with a capital."""
    settings = yaml.safe_load((folder / "corpus.yaml").read_text("utf-8"))
    people = [
        *settings["parties"],
        *(s for party in settings["parties"] for s in party["speakers"]),
        *settings.get("joint_speakers", []),
    ]
    forms = {form for one in people for form in (one["name"], *one.get("also", []))}
    return {form for form in forms if form != form.lower()}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_partys_name_stands_in_the_code(path: Path) -> None:
    names = names_of(ROOT / "ingest/corpus") | names_of(ROOT / "tests/harbour")
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(names)))})\b")
    assert pattern.findall(path.read_text("utf-8")) == []


# What README says of the doors and settings.

PARSERS = {
    "python -m app": app.__main__,
    "python -m eval": eval.__main__,
    "python -m ingest": ingest.__main__,
}
HELP = re.compile(r"<!-- help: ([^>]+?) -->\s*```\w*\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize("command", PARSERS)
def test_the_help_in_the_readme_is_the_programs(
    command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = dict(HELP.findall(README))
    if command not in shown:
        pytest.skip(f"README shows no help of {command!r} yet")
    monkeypatch.setenv("COLUMNS", "80")
    said = PARSERS[command].parser().format_help()
    assert shown[command].strip() == said.strip()


def test_the_settings_in_the_readme_are_those_that_are_read() -> None:
    rows = re.findall(r"^\| (`[A-Z][^|]*)\|", README, re.MULTILINE)
    shown = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    read = {f"COUNTERPOINT_{field.name.upper()}" for field in fields(Settings)}
    client = {"api_key": "OPENAI_API_KEY", "base_url": "OPENAI_BASE_URL"}
    for field in fields(ChatSettings):
        read.add(client.get(field.name, f"{PREFIX}{field.name.upper()}"))
    assert shown == read


def test_every_setting_is_read_from_the_environment(tmp_path: Path) -> None:
    for field in fields(Settings):
        if field.type in ("str", "Path"):
            name = f"COUNTERPOINT_{field.name.upper()}"
            given = Settings.from_env({name: str(tmp_path)})
            assert str(getattr(given, field.name)) == str(tmp_path), name
