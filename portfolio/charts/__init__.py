"""Charts: functions from a frame of a question to an Altair chart; no page and no Streamlit here."""
