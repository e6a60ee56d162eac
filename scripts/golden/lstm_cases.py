"""The cases of test/golden/lstm."""

from .config import complete
from .draw import Draw
from .lstm import run_lstm

STEPS = 3
SMALL = {"pes": 3, "banks": 4}
BBS, CSR, DENSE = ({"kind": kind, **SMALL} for kind in ("bbs", "csr", "dense"))
SHARED = {"kind": "csr-shared", **SMALL, "arbiter": "rotating"}
LANES = {"ewop": {"style": "chained", "lanes": 4}}
SEPARATE = {"gateMatrix": "separate"}
SLICED = {"program": {"spmvSlices": "gate"}}
SLOW = {"timing": {"addLatency": 2, "activationLatency": 0, "ewMulLatency": 1, "mulLatency": 1}}
STREAMED = {
    "weights": "streamed",
    "weightMemory": {"beatsPerPe": 11},
    "dram": {"gbPerS": 1.7, "latencyNs": 33, "burstBytes": 8},
}
BALANCED = {"rowOrder": "balanced", "placement": "even"}

PLAIN = [{"inputs": 7, "hidden": 6}]
PEEPHOLES = [{"inputs": 5, "hidden": 7, "projection": 3, "peepholes": True}]
TWO = [{"inputs": 7, "hidden": 6}, {"inputs": 6, "hidden": 6, "biases": False}]
TWO_PROJECTED = [{"inputs": 5, "hidden": 6, "projection": 4}, {"inputs": 4, "hidden": 6, "projection": 4}]


def instruction(lanes, chaining=False):
    """Vector instructions."""
    return {"ewop": {"style": "instruction", "lanes": lanes, "chaining": chaining}}


def number(bits, fraction_bits, accumulator_bits):
    """A number format."""
    return {"number": {"bits": bits, "fractionBits": fraction_bits, "accumulatorBits": accumulator_bits}}


NARROW = number(8, 4, 12)


def stored_as_they_are():
    """Cases whose non-zero weights are stored: name, configuration, layers, share of non-zeros."""
    yield "chained-dense-without-biases", {**DENSE, **SLOW}, [{**PLAIN[0], "biases": False}], 0.9
    yield "chained-csr-two-layers", {**CSR, "ports": 2}, TWO, 0.5
    yield "chained-csr-balanced-rows", {**CSR, **SEPARATE, **BALANCED}, PLAIN, 0.4
    yield "chained-csr-shared", {**SHARED, **LANES}, PLAIN, 0.5
    yield "chained-csr-shared-streamed", {**SHARED, **STREAMED}, PLAIN, 0.5
    yield "chained-wrapping-sums", {**DENSE, **NARROW, **SEPARATE}, PEEPHOLES, 1
    yield "chained-no-fraction-bits", {**CSR, **number(6, 0, 16)}, PLAIN, 0.7
    yield "chained-no-integer-bits", {**CSR, **number(16, 15, 52)}, PLAIN, 0.7
    yield "instruction-csr-two-layers", {**CSR, **instruction(1), **SLOW}, TWO_PROJECTED, 0.5
    sliced = {**instruction(64), **SEPARATE, **SLICED, **BALANCED}
    yield "instruction-csr-slices-of-balanced-rows", {**CSR, **sliced}, PLAIN, 0.4
    yield "instruction-csr-shared-chaining", {**SHARED, **instruction(4, True), **SLICED}, PLAIN, 0.5
    yield "instruction-wrapping-sums", {**DENSE, **NARROW, **instruction(4), **SEPARATE}, PEEPHOLES, 1


def pruned():
    """Cases that are pruned: name, configuration with its pattern, layers, sparsity."""
    bbs = {**BBS, "pattern": {"kind": "bank-balanced"}}
    yield "chained-bbs", {**bbs, **LANES}, PLAIN, 0.5
    yield "chained-bbs-separate", {**bbs, **LANES, **SEPARATE}, PLAIN, 0.5
    yield "chained-bbs-peepholes", {**bbs, **LANES, "placement": "blocked"}, PEEPHOLES, 0.75
    yield "chained-bbs-streamed", {**bbs, **LANES, **SEPARATE, **STREAMED}, PEEPHOLES, 0.5
    yield "instruction-bbs-slices", {**bbs, **instruction(2), **SEPARATE, **SLICED}, PLAIN, 0.5
    yield "instruction-bbs-peepholes", {**bbs, **instruction(3), **SLICED}, PEEPHOLES, 0.5
    yield "instruction-bbs-chaining", {**bbs, **instruction(2, True), **SEPARATE}, PEEPHOLES, 0.5
    yield "instruction-bbs-streamed", {**bbs, **instruction(4), **SEPARATE, **STREAMED}, PLAIN, 0.5
    yield "pruned-by-bank", {**CSR, "pattern": {"kind": "bank-balanced"}}, PLAIN, 0.5
    yield "pruned-everywhere", {**CSR, "pattern": {"kind": "unstructured"}}, PEEPHOLES, 0.75
    yield "pruned-to-nothing", {**CSR, "pattern": {"kind": "unstructured"}}, PLAIN, 0.9999
    yield "pruned-by-row", {**CSR, **SEPARATE, "pattern": {"kind": "row-balanced"}}, PEEPHOLES, 0.7
    yield "pruned-by-block", {**CSR, "pattern": {"kind": "block", "blockRows": 3, "blockCols": 2}}, PEEPHOLES, 0.6


def packed():
    """As `stored_as_they_are`, drawn last: slices of rows whose streams are packed."""
    sliced = {**instruction(64), **SEPARATE, **SLICED, **BALANCED}
    yield "instruction-csr-streamed-slices", {**CSR, **sliced, **STREAMED}, PLAIN, 0.4


def banks_of_their_own():
    """As `stored_as_they_are`, drawn apart: the shared vector memory has more banks than a PE lanes."""
    yield "chained-csr-shared-banks", {**SHARED, "sharedBanks": 8}, PEEPHOLES, 0.5


def tables():
    """As `stored_as_they_are`, drawn apart: activation tables that are given, and those of a wide format."""
    few = {"number": {**number(16, 10, 48)["number"], "activation": {"range": 4, "segments": 32}}}
    yield "chained-few-segments", {**DENSE, **few, **LANES}, PEEPHOLES, 1
    many = {"number": {**number(12, 6, 40)["number"], "activation": {"range": 16, "segments": 256}}}
    yield "instruction-many-segments", {**CSR, **many, **instruction(3)}, PLAIN, 0.6
    yield "chained-tables-by-format", {**CSR, **number(16, 9, 48)}, TWO, 0.7


def of_floats():
    """Cases whose weights, inputs and states are floats: name, configuration, layers."""
    yield "floats", DENSE, PLAIN
    yield "floats-that-saturate", {**DENSE, **number(8, 6, 40), **SEPARATE}, TWO_PROJECTED


def code_value(draw, config):
    """A raw code. Most are a few steps from zero, many equal in magnitude, so that ties decide what is pruned."""
    form = complete(config)["number"]
    if draw.uniform() < 0.1:
        return draw.code(form["bits"])
    top = (1 << (form["bits"] - 1)) - 1
    return max(-top - 1, min(top, draw.integer(-6, 6) * max(1, (1 << form["fractionBits"]) // 3)))


def float_value(draw, config):
    """A float; every other one is a whole or a half step of the format, where the rounding rule decides."""
    unit = 1 << complete(config)["number"]["fractionBits"]
    return draw.integer(-3 * unit, 3 * unit) / (2 * unit) if draw.uniform() < 0.5 else 5 * draw.uniform() - 2.5


def case_of(draw, config, shapes, sparsity, make_value, density=1):
    """Layers of these shapes, with a share of zeros in their matrices; inputs and a state."""

    def vector(length):
        return [make_value(draw, config) for _ in range(length)]

    def matrix(rows, cols):
        return [[value if draw.uniform() < density else 0 for value in vector(cols)] for _ in range(rows)]

    layers, h0, c0 = [], [], []
    for shape in shapes:
        hidden, projection = shape["hidden"], shape.get("projection")
        recurrent, has_bias = projection or hidden, shape.get("biases", True)
        layers.append(
            {
                "weightIh": matrix(4 * hidden, shape["inputs"]),
                "weightHh": matrix(4 * hidden, recurrent),
                "biasIh": vector(4 * hidden) if has_bias else None,
                "biasHh": vector(4 * hidden) if has_bias else None,
                "weightHr": matrix(projection, hidden) if projection else None,
                "peepholes": {gate: vector(hidden) for gate in "ifo"} if shape.get("peepholes") else None,
            }
        )
        h0.append(vector(recurrent))
        c0.append(vector(hidden))
    x = [vector(shapes[0]["inputs"]) for _ in range(STEPS)]
    return {"config": config, "sparsity": sparsity, "layers": layers, "x": x, "h0": h0, "c0": c0}


def lstm_cases():
    """Name and case."""
    draw = Draw("lstm")
    for name, config, shapes, density in stored_as_they_are():
        yield name, run_lstm(case_of(draw, config, shapes, None, code_value, density))
    for name, config, shapes, sparsity in pruned():
        yield name, run_lstm(case_of(draw, config, shapes, sparsity, code_value))
    for name, config, shapes in of_floats():
        yield name, run_lstm(case_of(draw, config, shapes, None, float_value))
    for name, config, shapes, density in packed():
        yield name, run_lstm(case_of(draw, config, shapes, None, code_value, density))
    draw = Draw("tables")
    for name, config, shapes, density in tables():
        yield name, run_lstm(case_of(draw, config, shapes, None, code_value, density))
    draw = Draw("banks")
    for name, config, shapes, density in banks_of_their_own():
        yield name, run_lstm(case_of(draw, config, shapes, None, code_value, density))
