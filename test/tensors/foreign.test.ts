import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadInput } from '../../src/errors/bad-input.ts';
import { foreignFile, refuseForeignWeights } from '../../src/tensors/foreign/foreign-file.ts';
import { refuseForeignArrays } from '../../src/tensors/foreign-arrays.ts';
import { writeNpy } from '../../src/tensors/npy/npy.ts';
import { writeNpz } from '../../src/tensors/npy/npz.ts';
import { refusal } from '../config/refusal.ts';

const foreign = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../fixtures/foreign/${name}`, import.meta.url)));

const text = (start: string, bytes = 0) =>
  new Uint8Array([...Buffer.from(start, 'latin1'), ...new Uint8Array(bytes)]);

const named = 'lstm.weight_ih_l0 [8, 3], lstm.weight_hh_l0 [8, 2], lstm.bias_ih_l0 [8], scale []';

/** Files that other programs wrote, by their contents: what is said of them as weights. */
const files: readonly (readonly [what: string, bytes: Uint8Array, says: readonly string[]])[] = [
  [
    'old torch.save',
    foreign('old.pt'),
    [`is a file of torch.save in its old format with ${named}`, 'torch.save(torch.load("w"), "model.pt")'],
  ],
  [
    '.npy',
    writeNpy([8, 3], new Float32Array(24)),
    ['is one array [8, 3] without a name (.npy)', 'numpy.savez("model.npz", weight_ih_l0=...'],
  ],
  ['an LFS pointer', text('version https://git-lfs.github.com/spec/v1\n'), ['`git lfs pull`']],
  ['gzip', text('\x1f\x8b\x08', 20), ['is a gzip file: unpack it first']],
  ['another pickle', text('\x80\x04\x95', 20), ['is a pickle of Python']],
  ['GGUF', text('GGUF\x03', 20), ['is a GGUF file']],
  ['a web page', text('<!DOCTYPE html>'), ['is an HTML page']],
  ['a web page whose tags are small', text('<!doctype html>'), ['is an HTML page']],
  ['nothing', new Uint8Array(0), ['is empty']],
];

describe('a file of weights in another format', () => {
  it.each(files)('is told by its content, not its name: %s', (_, bytes, says) => {
    const message = refusal(() => refuseForeignWeights(bytes, 'w', 'a model'));
    for (const part of ['w: ', ...says, 'expected a model']) expect(message).toContain(part);
    expect(message).not.toContain('\n');
  });

  it('leaves what is read, and what is nothing known, to the readers', () => {
    const npz = writeNpz([{ name: 'a', shape: [2], data: new Float32Array(2) }]);
    for (const bytes of [npz, text('hello'), npz.subarray(0, -9), text('PK\x03\x04', 60)])
      expect(foreignFile(bytes)).toBeNull();
    expect(() => refuseForeignWeights(npz, 'w', 'a model')).not.toThrow();
    expect(() => refuseForeignArrays(writeNpy([2], new Float32Array(2)), 'x', 'a .npy file')).not.toThrow();
  });

  it('is told where an array is expected, too, and so is one of a format that is read', () => {
    expect(refusal(() => refuseForeignArrays(foreign('model.safetensors'), 'x.npy', 'a .npy file'))).toBe(
      'x.npy: is a safetensors file with lstm.bias_ih_l0 [8], lstm.weight_hh_l0 [8, 2], lstm.weight_ih_l0 [8, 3], scale [], expected a .npy file',
    );
    const damaged = foreign('model.safetensors').slice(0, -1);
    expect(refusal(() => refuseForeignArrays(damaged, 'x.npy', 'a .npy file'))).toBe(
      'x.npy: is a safetensors file, expected a .npy file',
    );
    expect(refusal(() => refuseForeignArrays(foreign('model.pt'), 'x.npy', 'a .npy file'))).toBe(
      `x.npy: is a file of torch.save with ${named}, expected a .npy file`,
    );
  });
});

describe('a damaged or hostile file of another format', () => {
  const damaged = fc
    .constantFrom('model.pt', 'old.pt')
    .map(foreign)
    .chain((bytes) =>
      fc
        .record({
          length: fc.integer({ min: 0, max: bytes.length }),
          changes: fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 6 }),
        })
        .map(({ length, changes }) => {
          const copy = bytes.slice();
          for (const [at, value] of changes) copy[at] = value;
          return copy.subarray(0, length);
        }),
    );

  it('is recognised or not, and never more than bad input', () => {
    fc.assert(
      fc.property(damaged, (bytes) => {
        try {
          refuseForeignWeights(bytes, 'w', 'a model');
        } catch (error) {
          expect(error).toBeInstanceOf(BadInput);
        }
      }),
      { numRuns: 300 },
    );
  });
});
