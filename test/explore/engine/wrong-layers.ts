import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeNpz } from '../../../src/tensors/npy/npz.ts';

/**
 * A specification of a sweep of two points over a file of weights (8 inputs, 4 hidden), which it writes into
 * `dir`: the second asks for layers that the file does not have, and fails.
 */
export function wrongLayers(dir: string): string {
  const file = join(dir, 'four-hidden.npz');
  const tensor = (name: string, ...shape: number[]) => ({
    name,
    shape,
    data: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => Math.sin(7 * i)),
  });
  const tensors = [tensor('weight_ih_l0', 16, 8), tensor('weight_hh_l0', 16, 4)];
  writeFileSync(file, writeNpz([...tensors, tensor('bias_ih_l0', 16), tensor('bias_hh_l0', 16)]));
  return `
name: wrong
accelerators: [{use: bbs, set: {pes: 2, banks: 4, ewop.lanes: 4}}]
workloads: [{use: tiny, name: small, set: {layers: [{inputs: 8, hidden: 4}], sparsity: 0.5}, weights: ${file}}]
axes: [{field: workload.layers.0.hidden, values: [4, 8]}]
`;
}
