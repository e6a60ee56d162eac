"""Writes test/fixtures/torch/lstm.json: small LSTMs run by PyTorch, for the tests of the float reference.

Weights and inputs are float32 numbers (in their shortest decimal form); outputs are those of the model in float64
and in float32. Peepholes, which torch.nn.LSTM lacks, are written out with PyTorch operations. Needs Python 3, NumPy
and PyTorch 1.8 or later:

    python3 scripts/fixtures_torch.py && npx biome format --write test/fixtures/torch
"""

import json
import pathlib

import numpy
import torch

SEED = 20190224
STEPS = 4
DEFAULTS = {"layers": 1, "projection": 0, "bias": True, "peepholes": False}
CASES = [
    {"name": "one layer", "inputs": 5, "hidden": 6},
    {"name": "one layer without biases", "inputs": 3, "hidden": 4, "bias": False},
    {"name": "one layer with a projection", "inputs": 4, "hidden": 6, "projection": 3},
    {"name": "two layers", "inputs": 4, "hidden": 5, "layers": 2},
    {
        "name": "two layers with projections, without biases",
        "inputs": 3,
        "hidden": 5,
        "layers": 2,
        "projection": 2,
        "bias": False,
    },
    {"name": "one layer with peepholes and a projection", "inputs": 4, "hidden": 5, "projection": 3, "peepholes": True},
    {"name": "one bidirectional layer", "inputs": 3, "hidden": 4, "bidirectional": True},
    {
        "name": "two bidirectional layers with projections",
        "inputs": 4,
        "hidden": 5,
        "layers": 2,
        "projection": 3,
        "bidirectional": True,
    },
]


def floats(tensor):
    """A tensor as a flat list: float32 in its shortest decimal form, float64 exactly."""
    array = tensor.detach().numpy().ravel()
    return [float(str(value)) for value in array] if array.dtype == numpy.float32 else array.tolist()


def peephole_lstm(state, inputs, hidden):
    """One layer with peepholes and a projection: i and f see c, o the new c."""
    peephole = {gate: state[f"weight_c{gate}_l0"] for gate in "ifo"}
    h = torch.zeros(state["weight_hh_l0"].shape[1], dtype=inputs.dtype)
    c = torch.zeros(hidden, dtype=inputs.dtype)
    outputs = []
    for x in inputs:
        gates = state["weight_ih_l0"] @ x + state["bias_ih_l0"] + state["weight_hh_l0"] @ h + state["bias_hh_l0"]
        i, f, g, o = gates.split(hidden)
        i = torch.sigmoid(i + peephole["i"] * c)
        f = torch.sigmoid(f + peephole["f"] * c)
        c = f * c + i * torch.tanh(g)
        o = torch.sigmoid(o + peephole["o"] * c)
        h = state["weight_hr_l0"] @ (o * torch.tanh(c))
        outputs.append(h)
    return torch.stack(outputs), h.unsqueeze(0), c.unsqueeze(0)


def run(case, model, state, inputs, dtype):
    """Outputs, last h and last c of every layer, computed in `dtype`."""
    inputs = inputs.to(dtype)
    with torch.no_grad():
        if case["peepholes"]:
            return peephole_lstm({name: tensor.to(dtype) for name, tensor in state.items()}, inputs, case["hidden"])
        outputs, (h, c) = model.to(dtype)(inputs.unsqueeze(1))
        return outputs, h, c


def fixture(case):
    """The weights of a case, its inputs and its results."""
    model = torch.nn.LSTM(
        case["inputs"],
        case["hidden"],
        case["layers"],
        bias=case["bias"],
        proj_size=case["projection"],
        bidirectional=case.get("bidirectional", False),
    )
    # Wider than PyTorch's initial weights, so that the activations leave their linear part.
    state = {name: (2.5 * tensor).detach() for name, tensor in model.state_dict().items()}
    model.load_state_dict(state)
    if case["peepholes"]:
        state.update({f"weight_c{gate}_l0": torch.randn(case["hidden"]) for gate in "ifo"})
    inputs = 2 * torch.randn(STEPS, case["inputs"])
    tensors = {name: {"shape": list(tensor.shape), "values": floats(tensor)} for name, tensor in state.items()}
    result = {**case, "steps": STEPS, "tensors": tensors, "x": floats(inputs)}
    for key, dtype in (("float64", torch.float64), ("float32", torch.float32)):
        outputs, h, c = run(case, model, state, inputs, dtype)
        result[key] = {"outputs": floats(outputs), "h": floats(h), "c": floats(c)}
    return result


def main():
    torch.manual_seed(SEED)
    cases = [fixture({**DEFAULTS, **case}) for case in CASES]
    document = {"generator": "scripts/fixtures_torch.py", "seed": SEED, "torch": torch.__version__, "cases": cases}
    target = pathlib.Path(__file__).parent.parent / "test" / "fixtures" / "torch" / "lstm.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(document, indent=1) + "\n")


if __name__ == "__main__":
    main()
