"""A layer as an accelerator holds it, and the values of one step: docs/timing.md section 6."""

from .fixed import rounded
from .pruning import prune


def stored(weights, fixed, config, sparsity):
    """A matrix as (entries, columns, kept): pruned by the accelerator's pattern, or its non-zeros. Dense stores all."""
    every = {(row, col) for row, values in enumerate(weights) for col in range(len(values))}
    if sparsity is None:
        kept = {(row, col) for row, col in every if weights[row][col] != 0}
    else:
        kept = prune(weights, config["pattern"], sparsity, config)
    positions = every if config["kind"] == "dense" else kept
    rows = [
        [(col, fixed.code(value, "weight")) for col, value in enumerate(values) if (row, col) in positions]
        for row, values in enumerate(weights)
    ]
    return rows, len(weights[0]), len(kept)


def prepare(layer, fixed, config, sparsity):
    """A layer of a case, pruned and in codes. `gates` has the rows over [x, h] whatever the gate matrices are."""
    wx, wh, projection = layer["weightIh"], layer["weightHh"], layer["weightHr"]
    is_combined = config["gateMatrix"] == "combined"
    dense = [[x + h for x, h in zip(wx, wh)]] if is_combined else [wx, wh]
    matrices = [stored(weights, fixed, config, sparsity) for weights in dense]
    gates = matrices[0][0]
    if not is_combined:
        gates = [x + [(len(wx[0]) + col, code) for col, code in h] for x, h in zip(gates, matrices[1][0])]
    peepholes = layer["peepholes"]
    return {
        "inputs": len(wx[0]),
        "recurrent": len(wh[0]),
        "hidden": len(wx) // 4,
        "gates": gates,
        "matrices": matrices,
        "projection": projection and stored(projection, fixed, config, sparsity),
        "hasBias": layer["biasIh"] is not None,
        "bias": bias_codes(layer, fixed),
        "peepholes": peepholes and {g: [fixed.code(v, "bias") for v in peepholes[g]] for g in "ifo"},
    }


def bias_codes(layer, fixed):
    """The two biases, added as floats or as integers; missing ones are zero."""
    if layer["biasIh"] is None:
        return [0] * len(layer["weightIh"])
    sums = [a + b for a, b in zip(layer["biasIh"], layer["biasHh"])]
    return [fixed.saturate(value, "bias") if isinstance(value, int) else fixed.code(value, "bias") for value in sums]


def step(layer, x, h, c, fixed):
    """The recurrent vector and the cell after one step."""
    hidden, fraction = layer["hidden"], fixed.fraction

    def product(row, vector):
        return fixed.held(sum(code * vector[col] for col, code in row))

    sums = [product(row, x + h) for row in layer["gates"]]

    def gate(name, unit, cell=0):
        row = "ifgo".index(name) * hidden + unit
        total = sums[row] + (layer["bias"][row] << fraction)
        if layer["peepholes"] and name != "g":
            total += layer["peepholes"][name][unit] * cell
        pre = fixed.saturate(rounded(total, fraction), "preActivation")
        return fixed.activation("tanh" if name == "g" else "sigmoid", pre)

    cells, outputs = [], []
    for unit in range(hidden):
        forgotten = fixed.multiply(gate("f", unit, c[unit]), c[unit])
        added = fixed.multiply(gate("i", unit, c[unit]), gate("g", unit))
        cell = fixed.saturate(forgotten + added, "cellState")
        cells.append(cell)
        outputs.append(fixed.multiply(gate("o", unit, cell), fixed.activation("tanh", cell)))
    if layer["projection"]:
        sums_of_rows = [product(row, outputs) for row in layer["projection"][0]]
        outputs = [fixed.saturate(rounded(total, fraction), "projection") for total in sums_of_rows]
    return outputs, cells
