#!/usr/bin/env python3
"""Writes test/golden/spmv/*.json and test/golden/lstm/*.json: small cases with the cycles and values they must have.

The reference in scripts/golden was written from docs/timing.md alone and shares nothing with src/: Python integers and
one rule of the contract at a time, a shared vector memory cycle by cycle. One thing it takes from the simulator: the
program of a step in vector instructions, which the contract leaves to the compiler. It reads what `bbsim run --program`
prints and schedules that itself. Needs Python 3.9 or later without packages, and a built project:

    npm run build && python3 scripts/golden.py
"""

import json
import pathlib
import sys

sys.dont_write_bytecode = True

from golden.lstm_cases import lstm_cases  # noqa: E402
from golden.spmv_cases import spmv_cases  # noqa: E402

TARGET = pathlib.Path(__file__).resolve().parent.parent / "test" / "golden"
MOST_BYTES = 20_000


def write(path, case):
    """One line for each field of a case, so that a change is easy to see."""
    fields = {"generator": "scripts/golden.py", **case}
    lines = [f" {json.dumps(field)}: {json.dumps(value)}" for field, value in fields.items()]
    text = "{\n" + ",\n".join(lines) + "\n}\n"
    assert len(text) <= MOST_BYTES, f"{path.name}: {len(text)} bytes"
    path.write_text(text)


def main():
    for name, cases in (("spmv", spmv_cases), ("lstm", lstm_cases)):
        folder = TARGET / name
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.json"):
            old.unlink()
        for case_name, case in cases():
            write(folder / f"{case_name}.json", case)


if __name__ == "__main__":
    main()
