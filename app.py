"""The door: an ASGI app whose script is portfolio/web/shell.py; start it with `streamlit run app.py`."""

from __future__ import annotations

import streamlit as st

from portfolio.web import door, edge

app = st.App(
    "portfolio/web/shell.py",
    routes=door.ROUTES,
    middleware=door.MIDDLEWARE,
    lifespan=door.lifespan,
    on_script_error=edge.shown,
)
