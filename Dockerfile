# The tracker as an image: nobody's user, a root that may be read-only, and one volume, /data.
#   docker build -t portfolio .
#   docker run -d --name portfolio --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges \
#     --ulimit nofile=65536 -v portfolio:/data -p 127.0.0.1:8501:8501 -e PORTFOLIO_ADDRESS=https://projects.example portfolio
FROM python:3.11-slim-bookworm
WORKDIR /opt/portfolio
COPY pyproject.toml constraints.txt app.py ./
COPY .streamlit .streamlit
COPY portfolio portfolio
COPY pages pages
COPY docs/install docs/install
COPY data/project_library.parquet data/project_library.parquet
COPY data/library data/library
RUN python3 -m venv venv
RUN venv/bin/pip install --no-cache-dir --disable-pip-version-check -c constraints.txt -e .
RUN venv/bin/python -m compileall -q app.py portfolio pages
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin portfolio && install -d -o portfolio -g portfolio -m 0700 /data
ENV PORTFOLIO_DATA=/data PORTFOLIO_SERVER_ADDRESS=0.0.0.0 PATH=/opt/portfolio/venv/bin:$PATH
USER portfolio
VOLUME /data
EXPOSE 8501
HEALTHCHECK --start-period=60s CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8501/health', timeout=5)"]
ENTRYPOINT ["sh", "docs/install/start.sh"]
