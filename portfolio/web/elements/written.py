"""HTML that is finished: Streamlit takes it as it stands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Written:
    """A piece of HTML for `st.html`, which would look for a common indent of all its lines in every run."""

    html: str

    def _repr_html_(self) -> str:
        """The HTML, by the name under which Streamlit asks for it."""
        return self.html
