"""A run of a stack of layers: what every case of test/golden/lstm expects."""

import json
import pathlib
import re
import subprocess
import tempfile

from .config import complete
from .fixed import Fixed
from .layer import prepare, step
from .schedule import PHASES, STALLS, chained_step, scheduled_step

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def printed_programs(config, layers):
    """The program of every layer as the compiler prints it, in lines. It depends on the shapes alone."""
    shapes = [
        {
            "inputs": layer["inputs"],
            "hidden": layer["hidden"],
            **({"projection": layer["recurrent"]} if layer["projection"] else {}),
            "peepholes": layer["peepholes"] is not None,
            "biases": layer["hasBias"],
        }
        for layer in layers
    ]
    workload = {"name": "golden", "description": "-", "source": "-", "layers": shapes, "sparsity": 0.5}
    # Only the program is wanted: a weight memory for the pruned weights may be too small for these.
    accelerator = {**config, "weights": "auto", "weightMemory": {"beatsPerPe": None}}
    with tempfile.TemporaryDirectory() as folder:
        paths = [pathlib.Path(folder) / name for name in ("workload.yaml", "accelerator.yaml")]
        for path, document in zip(paths, (workload, accelerator)):
            path.write_text(json.dumps(document))  # JSON is YAML
        command = ["node", ROOT / "bin" / "bbsim.js", "run", paths[0], "--accelerator", paths[1], "--program"]
        text = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    programs = re.split(r"^layer \d+\n", text, flags=re.M)[1:]
    return [[line.rstrip() for line in program.splitlines() if line.strip()] for program in programs]


def cycles_of(layers, programs, config):
    """Cycles of a step of all layers by phase, and by category."""
    cycles, stalls = dict.fromkeys(PHASES, 0), dict.fromkeys(STALLS, 0)
    for number, layer in enumerate(layers):
        spent = scheduled_step(layer, programs[number], config) if programs else chained_step(layer, config)
        for total, part in zip((cycles, stalls), spent):
            for name in total:
                total[name] += part[name]
    assert sum(stalls.values()) == cycles["total"]
    return cycles, stalls


def values_of(layers, case, fixed):
    """h and c of the last layer after every step."""

    def codes(vectors):
        return [[fixed.code(value, "input") for value in vector] for vector in vectors]

    inputs, h, c = codes(case["x"]), codes(case["h0"]), codes(case["c0"])
    hs, cs = [], []
    for x in inputs:
        for number, layer in enumerate(layers):
            h[number], c[number] = step(layer, x, h[number], c[number], fixed)
            x = h[number]
        hs.append(h[-1])
        cs.append(c[-1])
    return hs, cs


def run_lstm(case):
    """The case with what a run of it must give, and with its programs where it has vector instructions."""
    config = complete(case["config"])
    fixed = Fixed(config["number"])
    layers = [prepare(layer, fixed, config, case["sparsity"]) for layer in case["layers"]]
    programs = printed_programs(case["config"], layers) if config["ewop"]["style"] == "instruction" else None
    cycles, stalls = cycles_of(layers, programs, config)
    h, c = values_of(layers, case, fixed)
    matrices = [m for layer in layers for m in [*layer["matrices"], layer["projection"]] if m]
    expected = {
        "h": h,
        "c": c,
        "kept": [kept for _, _, kept in matrices],
        "cycles": cycles,
        "stalls": stalls,
        "saturations": fixed.saturations,
    }
    return {**case, **({"programs": programs} if programs else {}), "expected": expected}
