#!/bin/sh
# Start the server in this folder, with its data in PORTFOLIO_DATA. The library that the program brings is laid into a data
# folder that has none; one that is there stays (`portfolio load` takes a new one).
set -eu
cd "$(dirname "$0")/../.."
: "${PORTFOLIO_DATA:?names the data folder}"
umask 077
if [ ! -e "$PORTFOLIO_DATA/project_library.parquet" ]; then
    cp -R data/library "$PORTFOLIO_DATA/"
    cp data/project_library.parquet "$PORTFOLIO_DATA/"
fi
exec streamlit run app.py --server.headless true --server.address "${PORTFOLIO_SERVER_ADDRESS:-127.0.0.1}" \
    --server.port "${PORTFOLIO_SERVER_PORT:-8501}"
