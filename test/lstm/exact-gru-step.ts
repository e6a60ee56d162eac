import type { GruLayerShape } from '../../src/lstm/shape.ts';
import type { FixedState } from '../../src/lstm/state.ts';
import type { StoredLayer } from '../../src/lstm/stored-layer.ts';
import type { NumberFormat, Saturations } from '../../src/num/fixed.ts';
import { exactArithmetic } from './exact-arithmetic.ts';

/**
 * A step of a GRU, docs/timing.md section 6 transcribed to BigInt, formula by
 * formula, on separate gate matrices.
 */
export function exactGruStep(
  { shape, gates, biasCodes }: StoredLayer<GruLayerShape>,
  format: NumberFormat,
  x: Int16Array,
  { h }: FixedState,
): FixedState & { readonly saturations: Partial<Saturations> } {
  const { saturations, f, half, sat, mulr, sigmoid, tanh, accumulated, contribution } =
    exactArithmetic(format);
  const { hidden, resetAfter } = shape;
  const bias = (row: number) => BigInt(biasCodes?.[row] ?? 0);
  const pre = (acc: bigint, added: bigint) => sat((acc + (added << f) + half) >> f, 'preActivation');
  const overX = (row: number) => contribution(gates[0], row, x);
  const overH = (row: number) => contribution(gates[1], row, h);
  const gate = (row: number) => sigmoid(pre(accumulated(overX(row) + overH(row)), bias(row)));
  const cells = Array.from({ length: hidden }, (_, k) => k);
  const r = cells.map(gate);
  const z = cells.map((k) => gate(hidden + k));
  const rh = resetAfter ? h : Int16Array.from(cells, (k) => Number(mulr(r[k], BigInt(h[k]))));
  const n = cells.map((k) => {
    const row = 2 * hidden + k;
    if (!resetAfter) return tanh(pre(accumulated(overX(row) + contribution(gates[2], k, rh)), bias(row)));
    const a = pre(accumulated(overH(row)), bias(hidden + row));
    return tanh(pre(accumulated(overX(row)), bias(row) + mulr(r[k], a)));
  });
  const one = 1n << f;
  const next = cells.map((k) => sat(mulr(one - z[k], n[k]) + mulr(z[k], BigInt(h[k])), 'cellState'));
  return { h: Int16Array.from(next, Number), c: new Int16Array(0), saturations };
}
