"""Cycles of one LSTM step: docs/timing.md sections 4 (chained), 5 (vector instructions) and 7 (categories)."""

import re

from .config import ceil_div, vector_banks
from .matrix import beats_of, rows_of_pes
from .spmv import add_stalls, computes_of

PHASES = ("total", "load", "spmv", "ewop", "projection")
STALLS = (
    *("issue", "conflict", "imbalance", "fill", "control"),
    *("weightFetch", "load", "ewop", "writeBack", "dependency"),
)


def chained_step(layer, config):
    """Cycles of a step of a layer by phase, and by category."""
    banks, lanes, timing = vector_banks(config), config["ewop"]["lanes"], config["timing"]
    add, activation, multiply = timing["addLatency"], timing["activationLatency"], timing["ewMulLatency"]
    stalls = dict.fromkeys(STALLS, 0)

    def spmv(rows, cols, _kept):
        beats = beats_of(rows, cols, config)
        return add_stalls(stalls, computes_of(rows, beats, rows_of_pes(beats, config), cols, config), config)

    lengths = [layer["inputs"], layer["recurrent"]]
    words = [sum(lengths)] if config["gateMatrix"] == "combined" else lengths
    phases = dict.fromkeys(PHASES, 0)
    phases["load"] = sum(ceil_div(length, banks) for length in words)
    phases["spmv"] = sum(spmv(*matrix) for matrix in layer["matrices"])
    phases["ewop"] = ceil_div(layer["hidden"], lanes) + 1 + 2 * (add + activation + multiply)
    if layer["peepholes"]:
        phases["ewop"] += 2 * multiply + add
    if layer["projection"]:
        reload = ceil_div(layer["hidden"], banks)
        write = ceil_div(layer["recurrent"], lanes) + 1 + add
        phases["projection"] = reload + spmv(*layer["projection"]) + write
        stalls["load"] += reload
        stalls["writeBack"] += write
    stalls["load"] += phases["load"]
    stalls["ewop"] += phases["ewop"]
    phases["total"] = sum(phases.values())
    return phases, stalls


def ranges_in(text):
    """The element ranges in a column of a program: (vector, from, to)."""
    return [(name, int(low), int(high)) for name, low, high in re.findall(r"(@?[a-z]\w*)\[(\d+)\.\.(\d+)\]", text)]


def parse_program(lines):
    """The instructions of a program as `bbsim run --program` prints them."""
    for line in lines:
        columns = re.split(r"\s{2,}", line.strip())
        if not columns[0].isdigit():
            continue
        _, opcode, destination, operands, elements, phase = columns
        unit = opcode if opcode in ("load", "spmv") else "ewop"
        yield {
            "unit": unit,
            "opcode": opcode.split(".")[0],
            "operands": operands,
            "elements": int(elements),
            "phase": phase,
            "writes": ranges_in(destination),
            # The rows of a matrix are not vectors; only what it is multiplied by can be a hazard.
            "reads": ranges_in(operands.split(" * ")[-1]),
        }


def slice_of_matrix(operands, layer, config):
    """The SpMVs behind operands such as `weight_hh_l0[4..7] * @h[0..3]`."""
    name, low, high = re.match(r"(.*?)\[(\d+)\.\.(\d+)\] \*", operands).groups()
    if "_hr_" in name:
        rows, cols, _ = layer["projection"]
    else:
        # A name in brackets is the combined matrix.
        rows, cols, _ = layer["matrices"][0 if name.startswith("[") or "_ih_" in name else 1]
    beats = beats_of(rows, cols, config)
    dealt = rows_of_pes(beats, config, range(int(low), int(high) + 1))
    return computes_of(rows, beats, dealt, cols, config)


def overlap(some, others):
    """Whether two lists of ranges have an element in common."""
    return any(a == b and low <= top and bottom <= high for a, low, high in some for b, bottom, top in others)


def issue_cycle(instruction, issued, is_chaining):
    """The first cycle in which rules (a) to (e) let an instruction issue."""
    cycle = 1
    for before in issued:
        cycle = max(cycle, before["cycle"] + 1)
        if before["unit"] == instruction["unit"]:
            cycle = max(cycle, before["free"])
        if overlap(before["writes"], instruction["reads"]):
            is_chained = is_chaining and before["unit"] == "ewop"
            cycle = max(cycle, (before["cycle"] + before["latency"] if is_chained else before["written"]) + 1)
        if overlap(before["reads"], instruction["writes"]):
            cycle = max(cycle, before["free"])
        if overlap(before["writes"], instruction["writes"]):
            cycle = max(cycle, before["written"] + 1)
    return cycle


def scheduled_step(layer, program, config):
    """As `chained_step`, for a program in vector instructions."""
    timing, stalls, phases = config["timing"], dict.fromkeys(STALLS, 0), dict.fromkeys(PHASES, 0)
    activation = timing["activationLatency"]
    latencies = {
        "add": timing["addLatency"],
        "multiply": timing["ewMulLatency"],
        "sigmoid": activation,
        "tanh": activation,
    }
    issued = []
    for instruction in parse_program(program):
        unit = instruction["unit"]
        if unit == "spmv":
            occupied = add_stalls(stalls, slice_of_matrix(instruction["operands"], layer, config), config)
        else:
            per_cycle = vector_banks(config) if unit == "load" else config["ewop"]["lanes"]
            occupied = ceil_div(instruction["elements"], per_cycle)
        latency = latencies.get(instruction["opcode"], 0)
        cycle = issue_cycle(instruction, issued, config["ewop"]["chaining"])
        free = cycle + occupied
        issued.append({**instruction, "cycle": cycle, "free": free, "written": free + latency, "latency": latency})
        phases["projection" if instruction["phase"] == "projection" else unit] += occupied
    phases["total"] = max(instruction["written"] for instruction in issued)
    for cycle in range(1, phases["total"] + 1):
        category = category_of({i["unit"]: i["phase"] for i in issued if i["cycle"] <= cycle < i["free"]})
        if category:
            stalls[category] += 1
    return phases, stalls


def category_of(active):
    """The category of a cycle by its active units; None where `add_stalls` has counted it."""
    if "spmv" in active:
        return None
    if "load" in active:
        return "load"
    if "ewop" in active:
        return "writeBack" if active["ewop"] == "projection" else "ewop"
    return "dependency"
