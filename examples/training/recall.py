"""The loop of docs/training.md: train an LSTM, prune it with bbsim, train what is left.

    python3 recall.py train model.pt
    bbsim prune model.pt --pattern bank-balanced --banks 8 --sparsity 0.875 --out pruned.pt
    python3 recall.py tune pruned.pt tuned.pt

The task: of a row of symbols, say at each step which one stood DELAY steps before. Needs PyTorch, on a CPU.
"""

import sys

import torch
from torch import nn
from torch.nn.utils import prune

SYMBOLS, DELAY, LENGTH, BATCH = 32, 4, 16, 64


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(SYMBOLS, 64)
        self.out = nn.Linear(64, SYMBOLS)

    def forward(self, x):
        return self.out(self.lstm(x)[0])


def loss_and_share(net):
    """The loss on new rows of symbols, and the share of symbols that are said right."""
    symbols = torch.randint(SYMBOLS, (LENGTH, BATCH))
    said = net(nn.functional.one_hot(symbols, SYMBOLS).float())[DELAY:]
    right = symbols[:-DELAY]
    loss = nn.functional.cross_entropy(said.flatten(0, 1), right.flatten())
    return loss, (said.argmax(2) == right).float().mean().item()


def train(net, steps):
    optimiser = torch.optim.Adam(net.parameters(), 0.005)
    for _ in range(steps):
        optimiser.zero_grad()
        loss_and_share(net)[0].backward()
        optimiser.step()


def right_of(net):
    with torch.no_grad():
        share = sum(loss_and_share(net)[1] for _ in range(50)) / 50
    return f"{100 * share:.1f} % right"


def mask_parameters(net, masks):
    """From now on each masked parameter is X_orig * X_mask: its pruned weights get no gradient and stay zero."""
    for name, mask in masks.items():
        module, _, parameter = name[: -len("_mask")].rpartition(".")
        prune.custom_from_mask(net.get_submodule(module), parameter, mask)


def zeros_of(net):
    """The share of the LSTM's weights that are zero, as its forward pass sees them."""
    weights = torch.cat([getattr(net.lstm, name).detach().flatten() for name in ("weight_ih_l0", "weight_hh_l0")])
    return f"{100 * (weights == 0).float().mean().item():.1f} % zero"


def main(command, source, target=None):
    torch.manual_seed(1)
    net = Net()
    if command == "train":
        train(net, 1000)
        print("trained:", right_of(net))
        torch.save(net.state_dict(), source)
        return
    state = torch.load(source)
    masks = {name: state.pop(name) for name in list(state) if name.endswith("_mask")}
    net.load_state_dict(state)
    print("pruned:", right_of(net), zeros_of(net))
    mask_parameters(net, masks)
    train(net, 1000)
    print("tuned:", right_of(net), zeros_of(net))
    torch.save(net.state_dict(), target)


main(*sys.argv[1:])
