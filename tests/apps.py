"""Apps of tests: what Streamlit makes ready before each run of one is made once a process."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from unittest.mock import MagicMock

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import app_test, local_script_runner

_COMPILED = cache(ScriptCache)
"""Gives the one cache of compiled pages."""


@pytest.fixture(scope="session", autouse=True)
def _made_ready_once() -> Iterator[None]:
    """What Streamlit makes ready before every run of a test's app is made once; the end of a run is waited for.

    That is: the search for installed components, the compiled pages, the stand-in for a server. It would ask a thousand
    times a second whether a run has ended, and take the processor from the run meanwhile.
    """
    components, asked = "scan_component_manifests", local_script_runner.require_widgets_deltas

    def waited(runner: local_script_runner.LocalScriptRunner, timeout: float = 3) -> None:
        if runner._script_thread is not None:
            runner._script_thread.join(timeout)
        if not runner.script_stopped():
            asked(runner, 0)  # stops it and says so

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, components, cache(getattr(manifest_scanner, components)))
        patch.setattr(app_test, "MagicMock", cache(MagicMock))
        patch.setattr(local_script_runner, "require_widgets_deltas", waited)
        for module in (app_test, local_script_runner):
            patch.setattr(module, "ScriptCache", _COMPILED)
        yield
