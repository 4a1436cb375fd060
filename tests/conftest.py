"""What many tests stand on: a copy of the committed library, and stores made from it in a folder of their own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import settings

from portfolio import demo, library
from portfolio.store import Store
from tests import sample

settings.register_profile("repeatable", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("repeatable")

ROOT = Path(__file__).resolve().parents[1]
TAKEN_AT = datetime(2026, 11, 1, 9)


def copy_library(target: Path) -> Path:
    """`target`, now holding the committed parquet and its text tables, and no store."""
    target.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "data" / library.PARQUET, target)
    shutil.copytree(ROOT / "data" / "library", target / "library")
    return target


@pytest.fixture
def data_folder(tmp_path: Path) -> Path:
    """A data folder of the test's own with the committed library."""
    return copy_library(tmp_path / "data")


@pytest.fixture(scope="session")
def official_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The official workspace with its library and no report; read it, do not write it."""
    store = library.open_official(copy_library(tmp_path_factory.mktemp("official")), TAKEN_AT)
    yield store
    store.close()


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose official store is full of made-up reports; closed, for a server or a test to open."""
    folder = copy_library(tmp_path_factory.mktemp("sample"))
    store = library.open_official(folder, sample.TAKEN_AT)
    sample.fill(store)
    store.close()
    return folder


@pytest.fixture(scope="session")
def sample_store(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store full of made-up reports; read it, do not write it."""
    folder = tmp_path_factory.mktemp("sample-copy") / "data"
    shutil.copytree(sample_folder, folder)
    store = library.open_official(folder, sample.TAKEN_AT)
    yield store
    store.close()


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the committed library and the demonstration built; closed, for a server to open."""
    folder = copy_library(tmp_path_factory.mktemp("demo"))
    demo.open_demo(folder).close()
    return folder


@pytest.fixture(scope="session")
def demo_store(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The demonstration's store; read it, do not write it."""
    folder = tmp_path_factory.mktemp("demo-copy")
    shutil.copy(demo_folder / demo.DEMO, folder)
    store = demo.open_demo(folder)
    yield store
    store.close()
