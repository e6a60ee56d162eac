"""Writes test/fixtures/foreign: small files of weights in formats that are recognised and not read.

Needs h5py, numpy, onnx and safetensors. The files of torch.save are written with Python's pickle after the
layout of torch/serialization.py, so that PyTorch is not needed. Run from the root of the repository.
"""

import io
import os
import pickle
import struct
import sys
import types
import zipfile
from collections import OrderedDict

import h5py
import numpy
import onnx
import safetensors.numpy

FOLDER = "test/fixtures/foreign"
SHAPES = {
    "lstm.weight_ih_l0": (8, 3),
    "lstm.weight_hh_l0": (8, 2),
    "lstm.bias_ih_l0": (8,),
    "scale": (),
}
ARRAYS = {name: numpy.ones(shape, numpy.float32) for name, shape in SHAPES.items()}

torch = types.ModuleType("torch")
utils = types.ModuleType("torch._utils")


class FloatStorage:
    pass


def _rebuild_tensor_v2(*_):
    raise NotImplementedError


FloatStorage.__module__ = "torch"
FloatStorage.__qualname__ = FloatStorage.__name__ = "FloatStorage"
_rebuild_tensor_v2.__module__ = "torch._utils"
torch.FloatStorage = FloatStorage
torch._utils = utils
utils._rebuild_tensor_v2 = _rebuild_tensor_v2
sys.modules["torch"] = torch
sys.modules["torch._utils"] = utils


class Storage:
    def __init__(self, key, size):
        self.key, self.size = key, size


class Tensor:
    def __init__(self, key, shape):
        self.key, self.shape = key, shape

    def __reduce_ex__(self, protocol):
        size = int(numpy.prod(self.shape))
        stride = tuple(int(numpy.prod(self.shape[axis + 1 :])) for axis in range(len(self.shape)))
        return _rebuild_tensor_v2, (Storage(self.key, size), 0, self.shape, stride, False, OrderedDict())


class Pickler(pickle.Pickler):
    def persistent_id(self, obj):
        if isinstance(obj, Storage):
            return ("storage", FloatStorage, obj.key, "cpu", obj.size)
        return None


def state_dict():
    return OrderedDict((name, Tensor(str(key), shape)) for key, (name, shape) in enumerate(SHAPES.items()))


def pickled(obj):
    out = io.BytesIO()
    Pickler(out, protocol=2).dump(obj)
    return out.getvalue()


def put(name, content):
    with open(os.path.join(FOLDER, name), "wb") as file:
        file.write(content)


os.makedirs(FOLDER, exist_ok=True)
put("model.safetensors", safetensors.numpy.save(ARRAYS, metadata={"format": "pt"}))

initializers = [onnx.numpy_helper.from_array(array, name) for name, array in ARRAYS.items()]
graph = onnx.helper.make_graph([], "lstm", [], [], initializers)
put("model.onnx", onnx.helper.make_model(graph, producer_name="pytorch").SerializeToString())

with h5py.File(os.path.join(FOLDER, "model.h5"), "w", track_order=False) as file:
    cell = file.create_group("layers/lstm/cell/vars")
    for name, shape in {"0": (3, 8), "1": (2, 8), "2": (8,)}.items():
        cell.create_dataset(name, data=numpy.ones(shape, numpy.float32))

storages = [array.tobytes() for array in ARRAYS.values()]
with zipfile.ZipFile(os.path.join(FOLDER, "model.pt"), "w") as archive:
    for name, content in {"data.pkl": pickled(state_dict()), "byteorder": b"little", "version": b"3\n"}.items():
        archive.writestr(zipfile.ZipInfo(f"model/{name}"), content)
    for key, storage in enumerate(storages):
        archive.writestr(zipfile.ZipInfo(f"model/data/{key}"), storage)

system = {"protocol_version": 1001, "little_endian": True, "type_sizes": {"short": 2, "int": 4, "long": 4}}
keys = [str(key) for key in range(len(storages))]
old = [pickled(part) for part in (0x1950A86A20F9469CFC6C, 1001, system, state_dict(), keys)]
for storage in storages:
    old.append(struct.pack("<q", len(storage) // 4) + storage)
put("old.pt", b"".join(old))
