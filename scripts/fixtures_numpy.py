#!/usr/bin/env python3
"""Writes the NumPy, SciPy and PyTorch files under test/fixtures/numpy, and expected.jsonl with what they hold.

Needs Python 3 with NumPy, SciPy and PyTorch (Debian: python3-numpy python3-scipy python3-torch).
Run from the project's folder: python3 scripts/fixtures_numpy.py
"""
import io
import json
import os
import zipfile

import numpy as np
import scipy
import scipy.sparse as sp
import torch
import torch.nn.utils.prune as prune
from numpy.lib import format as npy

OUT = os.path.join(os.path.dirname(__file__), '..', 'test', 'fixtures', 'numpy')
expected = {}


def plain(value):
    """A number for JSON; what JSON cannot hold is written as text."""
    value = float(value)
    return value if np.isfinite(value) else repr(value)


def describe(array):
    kind = 'bytes' if array.dtype.kind == 'S' else array.dtype.newbyteorder('=').name
    flat = np.ascontiguousarray(array).reshape(-1)
    values = list(flat.tobytes()) if kind == 'bytes' else [plain(v) for v in flat]
    return {'dtype': kind, 'shape': list(array.shape), 'values': values}


def path(name):
    return os.path.join(OUT, name)


def save(name, array, version=None):
    with open(path(name), 'wb') as file:
        npy.write_array(file, array, version=version, allow_pickle=True)
    expected[name] = describe(array) if array.dtype.kind in 'fiubS' else None


def save_group(name, **arrays):
    """An archive of np.savez."""
    np.savez(path(name), **arrays)
    expected[name] = {key: describe(value) for key, value in arrays.items()}


def numbers(dtype, count):
    """Values that use the whole range of a type."""
    kind = np.dtype(dtype)
    if kind.kind == 'f':
        return np.array([0, -0.0, 1, -1.5, 0.1, np.finfo(kind).max, np.finfo(kind).tiny, np.inf, -np.inf, np.nan, 3, 4], dtype)[:count]
    if kind.kind == 'b':
        return np.array([i % 3 == 0 for i in range(count)])
    low, high = max(np.iinfo(kind).min, -(2**53 - 1)), min(np.iinfo(kind).max, 2**53 - 1)
    return np.array([low, high, 0, 1, low + 1, high - 1, 7, 8, 9, 10, 11, 12], dtype)[:count]


def npy_files():
    for name in ('float16', 'float32', 'float64', 'int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64', 'bool'):
        array = numbers(name, 12)
        save(f'{name}.npy', array)
        grid = array.reshape(3, 4)
        save(f'{name}-fortran.npy', np.asfortranarray(grid))
        if array.dtype.itemsize > 1:
            save(f'{name}-big-endian.npy', grid.astype(array.dtype.newbyteorder('>')))
    save('float16-all.npy', np.arange(2**16, dtype=np.uint16).view(np.float16)[::37].copy())
    save('bytes.npy', np.array([[b'abc', b'd', b''], [b'xyz', b'\x00q', b'zz']]))
    save('bytes-fortran.npy', np.asfortranarray([[b'abc', b'd', b''], [b'xyz', b'\x00q', b'zz']]))
    save('scalar.npy', np.array(-2.5, np.float32))
    save('empty.npy', np.zeros((0, 5), np.float32))
    save('three-axes-fortran.npy', np.asfortranarray(np.arange(2 * 3 * 4, dtype=np.int16).reshape(2, 3, 4)))
    save('version-2.npy', np.arange(6, dtype=np.int32).reshape(2, 3), version=(2, 0))
    save('version-3.npy', np.arange(6, dtype=np.int32).reshape(2, 3), version=(3, 0))
    save('beyond-safe.npy', np.array([1, 2**53], np.int64))
    save('objects.npy', np.array([{'a': 1}, None], dtype=object))
    save('structured.npy', np.zeros(2, dtype=[('a', 'f4'), ('b', 'i2')]))
    save('unicode.npy', np.array(['csr', 'x']))
    save('complex.npy', np.zeros(2, np.complex64))


def writable_files():
    """What our writer must produce byte for byte."""
    for name in ('int16', 'float32', 'float64', 'int32', 'uint8'):
        for label, shape in (('0d', ()), ('1d', (3,)), ('2d', (2, 3)), ('3d', (2, 1, 3)), ('none', (0, 3))):
            save(f'write-{name}-{label}.npy', np.arange(np.prod(shape, dtype=int), dtype=name).reshape(shape))
    save('write-long.npy', np.zeros((1,) * 24 + (2,), np.uint8))


class Pipe(io.RawIOBase):
    """A file that cannot seek, so that zipfile writes data descriptors."""

    def __init__(self):
        self.bytes = bytearray()

    def writable(self):
        return True

    def write(self, data):
        self.bytes += bytes(data)
        return len(data)


def archives():
    arrays = {
        'lstm.weight': np.arange(12, dtype=np.float32).reshape(3, 4),
        'codes': np.array([-32768, 32767, 0], np.int16),
        'scalar': np.array(7, np.int64),
        'nothing': np.zeros((0, 2), np.float64),
        'column': np.asfortranarray(np.arange(6, dtype=np.uint8).reshape(2, 3)),
    }
    held = {key: describe(value) for key, value in arrays.items()}
    np.savez(path('savez.npz'), **arrays)
    np.savez_compressed(path('savez-compressed.npz'), **arrays, ramp=np.arange(4000, dtype=np.int16).reshape(40, 100))
    expected['savez.npz'] = held
    expected['savez-compressed.npz'] = {**held, 'ramp': describe(np.arange(4000, dtype=np.int16).reshape(40, 100))}
    for name, write in (('piped.npz', np.savez), ('piped-compressed.npz', np.savez_compressed)):
        pipe = Pipe()
        write(pipe, **arrays)
        with open(path(name), 'wb') as file:
            file.write(pipe.bytes)
        expected[name] = held
    # plain zip records with a fixed date, as our writer makes them
    with zipfile.ZipFile(path('plain.npz'), 'w') as archive:
        for key in ('lstm.weight', 'codes', 'nothing'):
            content = io.BytesIO()
            np.save(content, arrays[key])
            info = zipfile.ZipInfo(f'{key}.npy', (1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 3, 0o600 << 16
            archive.writestr(info, content.getvalue())
    expected['plain.npz'] = {key: held[key] for key in ('lstm.weight', 'codes', 'nothing')}
    with zipfile.ZipFile(path('bzip2.npz'), 'w', zipfile.ZIP_BZIP2) as archive:
        info = zipfile.ZipInfo('a.npy', (1980, 1, 1, 0, 0, 0))
        archive.writestr(info, b'nothing that could be read', zipfile.ZIP_BZIP2)
    torch.save({'a': torch.zeros(1)}, path('torch-save.pt'))


def csr_files():
    def describe_csr(matrix, raw=False):
        ordered = matrix.copy()
        ordered.sort_indices()
        return {'rows': matrix.shape[0], 'cols': matrix.shape[1], 'rowStart': ordered.indptr.tolist(), 'columns': ordered.indices.tolist(),
                'values': [plain(v) for v in ordered.data], 'raw': raw}

    def save_csr(name, matrix, compressed=True, raw=False):
        sp.save_npz(path(name), matrix, compressed=compressed)
        expected[name] = describe_csr(matrix, raw) if matrix.format == 'csr' else None

    dense = sp.random(9, 13, density=0.3, format='csr', random_state=5, dtype=np.float64)
    for name in ('float32', 'float64'):
        save_csr(f'csr-{name}.npz', dense.astype(name))
        save_csr(f'csr-{name}-stored.npz', dense.astype(name), compressed=False)
    codes = sp.csr_matrix((np.round(dense.data * 4096).astype(np.int16), dense.indices, dense.indptr), shape=dense.shape)
    save_csr('csr-int16.npz', codes, raw=True)
    half = {'indices': dense.indices, 'indptr': dense.indptr, 'shape': dense.shape, 'data': dense.data.astype(np.float16), 'format': b'csr'}
    np.savez(path('csr-float16.npz'), **half)
    expected['csr-float16.npz'] = {**describe_csr(dense), 'values': [plain(v) for v in half['data']]}
    np.savez(path('csr-unicode-format.npz'), **{**half, 'format': 'csr'})
    expected['csr-unicode-format.npz'] = expected['csr-float16.npz']
    wide = {**half, 'indices': dense.indices.astype(np.int64), 'indptr': dense.indptr.astype(np.int64), 'data': dense.data}
    np.savez(path('csr-int64-indices.npz'), **wide)
    expected['csr-int64-indices.npz'] = describe_csr(dense)

    def by_hand(data, indices, indptr, shape):
        matrix = sp.csr_matrix(shape, dtype=np.asarray(data).dtype)
        matrix.data, matrix.indices, matrix.indptr = np.asarray(data), np.array(indices, np.int32), np.array(indptr, np.int32)
        return matrix

    save_csr('csr-unsorted.npz', by_hand(np.array([3, 1, 2, 9, 8], np.float32), [7, 1, 4, 2, 0], [0, 3, 3, 5], (3, 8)))
    save_csr('csr-explicit-zeros.npz', by_hand(np.array([0, 1, 0], np.float32), [0, 2, 3], [0, 2, 3], (2, 4)))
    save_csr('csr-empty.npz', by_hand(np.zeros(0, np.float32), [], [0, 0, 0], (2, 4)))
    save_csr('csr-duplicates.npz', by_hand(np.array([1, 2, 3], np.float32), [2, 5, 2], [0, 0, 3], (2, 6)))
    save_csr('csr-nan.npz', by_hand(np.array([1, np.nan], np.float32), [2, 5], [0, 1, 2], (2, 6)))
    save_csr('csr-int32.npz', by_hand(np.array([1, 2], np.int32), [2, 5], [0, 1, 2], (2, 6)))
    for kind in ('csc', 'coo', 'bsr', 'dia'):
        save_csr(f'{kind}.npz', sp.eye(4, format=kind, dtype=np.float32))


def tensors(model):
    return {name: value.detach().numpy() for name, value in model.state_dict().items()}


def models():
    torch.manual_seed(7)
    lstm = torch.nn.LSTM(5, 4, num_layers=2)
    save_group('lstm.npz', **tensors(lstm))

    class Tagger(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.embed = torch.nn.Embedding(6, 5)
            self.encoder = torch.nn.ModuleDict({'rnn': torch.nn.LSTM(5, 4, num_layers=2, proj_size=3)})
            self.out = torch.nn.Linear(3, 6)

    tagger = Tagger()
    rnn = tagger.encoder['rnn']
    for layer in range(2):
        for name in ('weight_ih', 'weight_hh', 'weight_hr'):
            prune.l1_unstructured(rnn, f'{name}_l{layer}', amount=0.5)
    prune.l1_unstructured(rnn, 'bias_ih_l0', amount=0.25)
    save_group('lstm-pruned.npz', **tensors(tagger))
    two = torch.nn.ModuleDict({'encoder': torch.nn.LSTM(3, 2), 'decoder': torch.nn.LSTM(2, 2, bias=False)})
    save_group('lstm-two.npz', **tensors(two))
    save_group('lstm-bidirectional.npz', **tensors(torch.nn.LSTM(3, 2, bidirectional=True)))
    save_group('gru.npz', **tensors(torch.nn.GRU(5, 4)))
    codes = {name: np.floor(value * 4096 + 0.5).astype(np.int16) for name, value in tensors(lstm).items()}
    save_group('lstm-codes.npz', **codes)


def main():
    os.makedirs(OUT, exist_ok=True)
    npy_files()
    writable_files()
    archives()
    csr_files()
    models()
    expected['made with'] = {'numpy': np.__version__, 'scipy': scipy.__version__, 'torch': torch.__version__}
    with open(path('expected.jsonl'), 'w') as file:
        for key, value in sorted(expected.items()):
            file.write(json.dumps([key, value], separators=(',', ':')) + '\n')


if __name__ == '__main__':
    main()
