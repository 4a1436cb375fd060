"""Placeholder."""

import streamlit as st

from portfolio.web import filter_row, shell

frame = shell.enter()
st.title(frame.say("nav.late"), anchor=False)
filter_row.draw(frame)
