import type { TensorData, TensorType } from '../tensor-file.ts';
import type { Leaf } from './leaf.ts';

/** How a constant comes about from the tensors of the file: known before any of them is decoded. */
export type Plan =
  | (PlanResult & { readonly kind: 'leaf'; readonly leaf: Leaf })
  | (PlanResult & {
      readonly kind: 'move';
      readonly parts: readonly Plan[];
      readonly move: (parts: readonly TensorData[]) => TensorData;
    })
  | (PlanResult & { readonly kind: 'cast'; readonly part: Plan });

/** What a plan makes, and what that takes. */
export interface PlanResult {
  readonly shape: readonly number[];
  readonly dtype: TensorType;
  /** Bytes of all arrays that are made on the way, those of the tensors themselves excepted. */
  readonly bytes: number;
  /** Steps, those that are done again for another reader included. */
  readonly steps: number;
}

/** Why a node on constants cannot be folded: the rest of a sentence that begins with the node. */
export class Unfoldable extends Error {}

/** How the values of a plan are made: from what for a tensor of the file, and by which conversion. */
export interface PlanValues {
  leaf(leaf: Leaf): TensorData;
  cast(values: TensorData, from: TensorType, to: TensorType): TensorData;
}

/** Carries a plan out. */
export function evaluate(plan: Plan, how: PlanValues): TensorData {
  switch (plan.kind) {
    case 'leaf':
      return how.leaf(plan.leaf);
    case 'move':
      return plan.move(plan.parts.map((part) => evaluate(part, how)));
    case 'cast':
      return how.cast(evaluate(plan.part, how), plan.part.dtype, plan.dtype);
  }
}

/** The tensors of the file that a plan reads, each once, in the order in which it reads them. */
export function leavesOf(plan: Plan, found = new Set<Leaf>()): ReadonlySet<Leaf> {
  if (plan.kind === 'leaf') found.add(plan.leaf);
  else for (const part of plan.kind === 'cast' ? [plan.part] : plan.parts) leavesOf(part, found);
  return found;
}

/** Most steps of one plan. */
const MOST_STEPS = 10_000;

/** What a further step takes with those before it. Throws Unfoldable beyond `mostBytes` or 10,000 steps. */
export function planSize(
  parts: readonly Plan[],
  own: number,
  mostBytes: number,
): Pick<PlanResult, 'bytes' | 'steps'> {
  const bytes = parts.reduce((sum, part) => sum + part.bytes, own);
  const steps = parts.reduce((sum, part) => sum + part.steps, 1);
  if (bytes <= mostBytes && steps <= MOST_STEPS) return { bytes, steps };
  throw new Unfoldable(
    bytes > mostBytes
      ? `takes ${bytes} bytes with the constants before it, expected at most ${mostBytes} for a file of this size`
      : `takes more than ${MOST_STEPS} steps to fold`,
  );
}
