"""The ASGI app, whose script is portfolio/web/shell.py; start it with `streamlit run app.py`."""

from __future__ import annotations

import streamlit as st

from portfolio.web import asgi, error_boundary

app = st.App(
    "portfolio/web/shell.py",
    routes=asgi.ROUTES,
    middleware=asgi.settled(),
    lifespan=asgi.lifespan,
    on_script_error=error_boundary.shown,
)
