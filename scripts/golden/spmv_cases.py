"""The cases of test/golden/spmv."""

from .config import complete
from .draw import Draw
from .matrix import bank_columns, bank_of_columns
from .spmv import run_spmv

STREAMED = {
    "weights": "streamed",
    "weightMemory": {"beatsPerPe": 9},
    "dram": {"gbPerS": 1.7, "latencyNs": 33, "burstBytes": 8},
}
REGISTERS = {"timing": {"bankOutputRegister": 1, "crossbarRegister": 1, "mulLatency": 1}}


def balanced(draw, rows, cols, config, k):
    """k entries in every bank of every row."""
    banks = bank_columns(cols, config["banks"], complete(config)["placement"])
    return [sorted(col for bank in banks for col in draw.some(bank, min(k, len(bank)))) for _ in range(rows)]


def scattered(draw, rows, cols, share):
    """Every position is stored with the same probability."""
    return [[col for col in range(cols) if draw.uniform() < share] for _ in range(rows)]


def power_law(draw, rows, cols):
    """Rows of cols, cols / 2, cols / 3, ... entries, in a random order."""
    return [draw.some(range(cols), cols // (rank + 1)) for rank in draw.shuffled(range(rows))]


def one_bank(rows, cols, config):
    """All entries of row r are in bank r mod N: the worst case of an arbiter."""
    bank_of = bank_of_columns(cols, config["banks"], complete(config)["placement"])
    return [[col for col in range(cols) if bank_of[col] == row % config["banks"]] for row in range(rows)]


def fixed_lanes(draw):
    """Cases of bbs and dense: name, configuration, stored columns of every row, number of columns."""
    for pes, banks, rows, cols, k, cycles in ((1, 4, 8, 16, 2, 25), (1, 4, 1, 16, 1, 10), (2, 8, 33, 64, 1, 27)):
        bbs = {"kind": "bbs", "pes": pes, "banks": banks}
        yield f"bbs-worked-example-of-{cycles}-cycles", bbs, balanced(draw, rows, cols, bbs, k), cols
    bbs = {"kind": "bbs", "pes": 2, "banks": 8}
    yield "bbs-worked-example-of-78-cycles", bbs, balanced(draw, 33, 64, bbs, 4), 64
    bbs = {"kind": "bbs", "pes": 3, "banks": 8, "placement": "blocked", "timing": {"bankOutputRegister": 1, "mulLatency": 1}}
    yield "bbs-blocked-with-empty-banks", bbs, balanced(draw, 7, 19, bbs, 2), 19
    bbs = {"kind": "bbs", "pes": 5, "banks": 4, "number": {"bits": 16, "fractionBits": 0, "accumulatorBits": 20}}
    yield "bbs-even-with-wrapping-sums", bbs, balanced(draw, 11, 14, bbs, 3), 14
    yield "bbs-without-entries", {"kind": "bbs", "pes": 2, "banks": 4}, [[], [], []], 8
    bbs = {"kind": "bbs", "pes": 3, "banks": 4, **STREAMED}
    yield "bbs-streamed", bbs, balanced(draw, 20, 13, bbs, 2), 13
    yield "dense", {"kind": "dense", "pes": 3, "banks": 4}, scattered(draw, 7, 13, 0.4), 13
    dense = {"kind": "dense", "pes": 2, "banks": 4, "clockMhz": 333, **STREAMED}
    yield "dense-streamed", dense, scattered(draw, 9, 10, 0.4), 10


def private_buffers(draw):
    """Cases of csr, as `fixed_lanes`."""
    csr = {"kind": "csr", "pes": 3, "banks": 8}
    yield "csr-cyclic", csr, scattered(draw, 10, 45, 0.4), 45
    yield "csr-blocked", {**csr, "placement": "blocked", **REGISTERS}, scattered(draw, 10, 45, 0.4), 45
    rotating = {"ports": 2, "arbiter": "rotating"}
    yield "csr-even-with-two-ports", {**csr, "placement": "even", **rotating}, scattered(draw, 10, 45, 0.6), 45
    yield "csr-one-bank", csr, one_bank(11, 40, csr), 40
    yield "csr-one-bank-with-two-ports", {**csr, "ports": 2}, one_bank(11, 40, csr), 40
    ordered = {"rowOrder": "balanced"}
    yield "csr-balanced-rows", {**csr, "banks": 2, **ordered}, power_law(draw, 17, 30), 30
    yield "csr-empty-rows", {**csr, "pes": 4}, [[], [1, 2], [], [], list(range(17)), []], 17
    yield "csr-more-pes-than-rows", {**csr, "pes": 9}, scattered(draw, 2, 20, 0.5), 20
    yield "csr-one-column", csr, [[0], [], [0], [0]], 1
    yield "csr-without-rows", csr, [], 8
    narrow = {"number": {"bits": 6, "fractionBits": 2, "accumulatorBits": 9}}
    yield "csr-six-bits", {**csr, **narrow}, scattered(draw, 6, 20, 0.5), 20
    streamed = {"weights": "streamed", "weightMemory": {"beatsPerPe": 12}}
    yield "csr-balanced-rows-streamed", {**csr, **ordered, **streamed}, power_law(draw, 14, 44), 44


def shared_memory(draw):
    """Cases of csr-shared, as `fixed_lanes`."""
    shared = {"kind": "csr-shared", "pes": 4, "banks": 4}
    yield "csr-shared", shared, scattered(draw, 13, 18, 0.5), 18
    rotating = {**shared, "arbiter": "rotating"}
    yield "csr-shared-rotating", {**rotating, "pes": 3}, scattered(draw, 13, 18, 0.5), 18
    even = {**shared, "ports": 2, "placement": "even", **REGISTERS}
    yield "csr-shared-with-two-ports", even, scattered(draw, 13, 18, 0.7), 18
    yield "csr-shared-one-bank", rotating, one_bank(9, 18, shared), 18
    ordered = {**shared, "banks": 2, "rowOrder": "balanced", "placement": "blocked"}
    yield "csr-shared-balanced-rows", ordered, power_law(draw, 15, 22), 22
    yield "csr-shared-streamed", {**rotating, **STREAMED}, scattered(draw, 15, 18, 0.5), 18
    packed = {**STREAMED, "weightMemory": {"beatsPerPe": 10}}
    image = {**packed, "dram": {**STREAMED["dram"], "stream": "image"}}
    yield "csr-shared-streamed-image", {**rotating, **image}, scattered(draw, 15, 18, 0.5), 18
    private = {"kind": "csr", "pes": 3, "banks": 4, "clockMhz": 333, "number": {"bits": 12, "fractionBits": 6}}
    yield "csr-streamed", {**private, **packed}, power_law(draw, 14, 18), 18
    yield "csr-streamed-image", {**private, **image}, power_law(draw, 14, 18), 18


def beats_in_flight(draw):
    """Cases of csr-window, as `fixed_lanes`."""
    window = {"kind": "csr-window", "pes": 3, "banks": 4, "window": 3}
    yield "csr-window", window, scattered(draw, 12, 30, 0.5), 30
    yield "csr-window-of-one", {**window, "window": 1}, scattered(draw, 12, 30, 0.5), 30
    two = {**window, "ports": 2, "arbiter": "rotating", **REGISTERS}
    yield "csr-window-with-two-ports", two, scattered(draw, 12, 30, 0.6), 30
    yield "csr-window-one-bank", {**window, "window": 8}, one_bank(11, 30, window), 30
    for depth in (1, 2):
        places = {**window, "window": 4, "queueDepth": depth}
        yield f"csr-window-queues-of-{depth}", places, scattered(draw, 12, 30, 0.6), 30
    ordered = {**window, "rowOrder": "balanced", "banks": 2}
    yield "csr-window-balanced-rows", ordered, power_law(draw, 17, 24), 24
    yield "csr-window-empty-rows", {**window, "pes": 2}, [[], [1, 2], [], [], list(range(17)), [0, 4, 8], []], 17


def banks_of_their_own(draw):
    """Cases of csr-shared with more or fewer banks than a PE has lanes, as `fixed_lanes`."""
    shared = {"kind": "csr-shared", "pes": 3, "banks": 4}
    yield "csr-shared-with-16-banks", {**shared, "sharedBanks": 16}, scattered(draw, 13, 30, 0.5), 30
    few = {**shared, "banks": 8, "sharedBanks": 2, "ports": 2, "arbiter": "rotating", **REGISTERS}
    yield "csr-shared-with-2-banks", few, scattered(draw, 11, 26, 0.5), 26
    ordered = {**shared, "sharedBanks": 8, "rowOrder": "balanced", "placement": "even", **STREAMED}
    image = {**ordered, "weightMemory": {"beatsPerPe": 13}, "dram": {**STREAMED["dram"], "stream": "image"}}
    yield "csr-shared-with-8-banks-streamed", image, power_law(draw, 15, 22), 22


def pumped_and_copied(draw):
    """Cases of double pumping and of several copies of the vector buffer, as `fixed_lanes`."""
    csr = {"kind": "csr", "pes": 2, "banks": 8}
    yield "csr-pumped-with-two-ports", {**csr, "pump": 2, "ports": 2, **REGISTERS}, one_bank(7, 40, csr), 40
    yield "csr-with-2-copies", {**csr, "vectorCopies": 2}, scattered(draw, 9, 36, 0.5), 36
    both = {**csr, "vectorCopies": 4, "pump": 2, "placement": "even", "rowOrder": "balanced"}
    yield "csr-with-4-copies-pumped", both, power_law(draw, 13, 30), 30
    yield "csr-with-a-copy-for-every-lane", {**csr, "vectorCopies": 8}, one_bank(7, 40, csr), 40
    window = {"kind": "csr-window", "pes": 2, "banks": 4, "window": 3}
    yield "csr-window-pumped", {**window, "pump": 2, "arbiter": "rotating"}, scattered(draw, 11, 30, 0.6), 30
    places = {**window, "vectorCopies": 2, "queueDepth": 1, "rowOrder": "balanced"}
    yield "csr-window-with-2-copies", places, scattered(draw, 11, 30, 0.6), 30
    shared = {"kind": "csr-shared", "pes": 4, "banks": 4, "sharedBanks": 2, "pump": 2}
    yield "csr-shared-pumped", shared, scattered(draw, 11, 18, 0.5), 18


def spmv_cases():
    """Name and case, one entry in ten an explicit zero. Groups that are drawn apart do not change one another."""
    kinds = (fixed_lanes, private_buffers, shared_memory, beats_in_flight)
    for seed, groups in (("spmv", kinds), ("banks", (banks_of_their_own,)), ("pump", (pumped_and_copied,))):
        yield from cases_of(Draw(seed), groups)


def cases_of(draw, groups):
    """The cases of some groups, drawn one after the other."""
    for group in groups:
        for name, config, columns, cols in group(draw):
            bits = complete(config)["number"]["bits"]
            rows = [[(col, 0 if draw.uniform() < 0.1 else draw.code(bits)) for col in row] for row in columns]
            vector = [draw.code(bits) for _ in range(cols)]
            entries = [entry for row in rows for entry in row]
            matrix = {
                "rows": len(rows),
                "cols": cols,
                "rowStart": [sum(map(len, rows[:row])) for row in range(len(rows) + 1)],
                "columns": [col for col, _ in entries],
                "values": [code for _, code in entries],
            }
            expected = run_spmv(rows, cols, vector, config)
            yield name, {"config": config, "matrix": matrix, "vector": vector, "expected": expected}
