"""A copy of the committed library for each test run, so that no test writes beside it."""

from __future__ import annotations

from pathlib import Path
from shutil import copy, copytree

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]
SHELL = ROOT / "portfolio" / "web" / "shell.py"
PATIENCE = 60


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    copy(ROOT / "data" / "project_library.parquet", folder)
    copytree(ROOT / "data" / "library", folder / "library")
    return folder


@pytest.fixture
def app(data: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The app on the copy, not run yet."""
    monkeypatch.setenv("PORTFOLIO_DATA", str(data))
    return AppTest.from_file(str(SHELL), default_timeout=PATIENCE)
