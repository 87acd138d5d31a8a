#!/bin/sh
# Runs the benches and the Python library negmas on cases of the same shapes, one after the other on one machine, and
# prints ratios. Needs Python 3; makes a virtual environment in $VENV (default: a temporary folder).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
venv=${VENV:-$(mktemp -d)/negmas}
[ -x "$venv/bin/python" ] || { python3 -m venv "$venv" && "$venv/bin/pip" install --quiet negmas; }
out=$(mktemp)
(cd "$here/.." && cargo bench --quiet --bench engine -- analysis self_play) | tee "$out"
"$venv/bin/python" "$here/beside_negmas.py" "$out"
