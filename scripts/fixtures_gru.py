"""Writes test/fixtures/torch/gru.json: small GRUs run by PyTorch and by ONNX, for the tests of the references.

With the reset after the product they are torch.nn.GRU in float64. With the reset before it, which PyTorch does not
have, they are ONNX's own reference of the operator GRU (linear_before_reset = 0) in float64. The other rule of the
operator must agree with PyTorch, or the script stops. Weights and inputs are float32 numbers in their shortest
decimal form. Needs Python 3, NumPy, PyTorch 1.8 or later and onnx 1.10 or later (Debian: python3-torch, python3-onnx):

    python3 scripts/fixtures_gru.py && npx biome format --write test/fixtures/torch
"""

import json
import pathlib

import numpy
import onnx
import torch
from onnx.backend.test.case.node.gru import GRU_Helper

from fixtures_torch import floats

SEED = 20140603
STEPS = 4
CASES = [
    {"name": "one layer", "inputs": 5, "hidden": 6, "layers": 1, "bias": True},
    {"name": "one layer without biases", "inputs": 3, "hidden": 4, "layers": 1, "bias": False},
    {"name": "two layers", "inputs": 4, "hidden": 5, "layers": 2, "bias": True},
]
# ONNX's reference has one direction.
BIDIRECTIONAL = {"name": "two bidirectional layers", "inputs": 3, "hidden": 4, "layers": 2, "bias": True}


def onnx_gru(state, layer, inputs, reset_after):
    """Outputs of one layer by ONNX's reference, whose gates are stacked z, r, n."""
    def stacked(name):
        tensor = state.get(f"{name}_l{layer}")
        r, z, n = numpy.split(tensor.double().numpy(), 3)
        return numpy.concatenate([z, r, n])

    params = {"X": inputs[:, None, :], "W": stacked("weight_ih")[None], "R": stacked("weight_hh")[None]}
    if f"bias_ih_l{layer}" in state:
        params["B"] = numpy.concatenate([stacked("bias_ih"), stacked("bias_hh")])[None]
    outputs, _ = GRU_Helper(**params, linear_before_reset=int(reset_after)).step()
    return outputs[:, 0, 0, :]


def onnx_stack(state, layers, inputs, reset_after):
    """Outputs of the last layer, and the last h of every layer."""
    last = []
    for layer in range(layers):
        inputs = onnx_gru(state, layer, inputs, reset_after)
        last.append(inputs[-1])
    return inputs, numpy.stack(last)


def fixture(case, reset_after, bidirectional=False):
    """The weights of a case, its inputs and its results."""
    sizes = [case[name] for name in ("inputs", "hidden", "layers", "bias")]
    model = torch.nn.GRU(*sizes, bidirectional=bidirectional)
    # Wider than PyTorch's initial weights, so that the activations leave their linear part.
    state = {name: (2.5 * tensor).detach() for name, tensor in model.state_dict().items()}
    model.load_state_dict(state)
    inputs = 2 * torch.randn(STEPS, case["inputs"])
    with torch.no_grad():
        found, last = model.double()(inputs.double().unsqueeze(1))
    if not bidirectional:
        outputs, h = onnx_stack(state, case["layers"], inputs.double().numpy(), reset_after)
    if reset_after:
        assert bidirectional or abs(found[:, 0].numpy() - outputs).max() < 1e-12, "PyTorch and ONNX differ"
        outputs, h = found[:, 0].numpy(), last[:, 0].numpy()
    tensors = {name: {"shape": list(tensor.shape), "values": floats(tensor)} for name, tensor in state.items()}
    result = {"outputs": outputs.ravel().tolist(), "h": h.ravel().tolist()}
    rules = {"resetAfter": reset_after, "bidirectional": bidirectional}
    return {**case, **rules, "steps": STEPS, "tensors": tensors, "x": floats(inputs), "float64": result}


def main():
    torch.manual_seed(SEED)
    cases = [fixture(case, reset_after) for reset_after in (True, False) for case in CASES]
    cases.append(fixture(BIDIRECTIONAL, True, bidirectional=True))
    versions = {"torch": torch.__version__, "onnx": onnx.__version__}
    document = {"generator": "scripts/fixtures_gru.py", "seed": SEED, **versions, "cases": cases}
    target = pathlib.Path(__file__).parent.parent / "test" / "fixtures" / "torch" / "gru.json"
    target.write_text(json.dumps(document, indent=1) + "\n")


if __name__ == "__main__":
    main()
