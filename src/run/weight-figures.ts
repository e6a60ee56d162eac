import type { Measured } from './result.ts';

/** What is known of the weights of a result: a metric without what all metrics have. */
interface WeightFigure {
  readonly name: string;
  readonly text: readonly [title: string, unit: string, words: string];
  readonly of: (result: Measured) => number | string;
  readonly heading?: string;
  readonly better?: null;
}

/** Weights as they are kept, stored and fetched. */
export const weightFigures: readonly WeightFigure[] = [
  {
    name: 'storage_bits',
    text: [
      'weight storage',
      'bits',
      'Bits of the weights as they are stored, with their indices and pointers.',
    ],
    of: ({ weights }) => weights.storage.totalBits,
    heading: 'storage',
  },
  {
    name: 'fetched_bits',
    text: [
      'fetched weights',
      'bits',
      'Bits of the weights that a step fetches from off-chip memory, whole bursts; 0 when they are resident.',
    ],
    of: ({ weights }) => weights.fetchedBits,
    heading: 'fetched',
  },
  {
    name: 'weights_kept',
    text: ['kept weights', '', 'Weights that pruning leaves.'],
    of: ({ weights }) => weights.kept,
  },
  {
    name: 'padding_share',
    text: ['padding', 'share', 'Stored zeros that only fill beats, over all stored entries.'],
    of: ({ weights }) => weights.paddingShare,
  },
  {
    name: 'achieved_sparsity',
    text: ['achieved sparsity', 'share', 'Weights that pruning takes away, over all.'],
    of: ({ weights }) => weights.achievedSparsity,
  },
  {
    name: 'residency',
    text: [
      'weights',
      '',
      'Weights: resident on chip for all steps, or streamed from off-chip memory in every step.',
    ],
    of: ({ weights }) => weights.residency,
    better: null,
  },
];
