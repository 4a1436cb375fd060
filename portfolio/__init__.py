"""The domain of the project-library portfolio tracker; imports no Streamlit outside `web`."""
