import { patternOf } from '../../bbs/patterns/named-pattern.ts';
import { hasScales } from '../../num/row-scale.ts';
import type { AcceleratorConfig } from './config.ts';

/** Where the weights of a run turned out to be; null: it is not known yet. */
export type KnownResidency = 'resident' | 'streamed' | null;

/** What is known of a run beside its configuration; null: it is not known yet. */
export interface KnownOfRun {
  readonly residency: KnownResidency;
  /** Whether a layer of its model is bidirectional. */
  readonly isBidirectional: boolean | null;
  /** Which of its layers have a matrix over x and one over h whatever `gateMatrix` says. */
  readonly separateLayers: 'all' | 'some' | 'none' | null;
}

/**
 * Fields that have no effect where others have certain values. What a kind knows of its
 * own fields stands in its record.
 */
export interface MootRule {
  /** Dotted paths. */
  readonly fields: readonly string[];
  /** The fields that make it so, by their dotted paths. */
  readonly by: readonly string[];
  /** Why the fields have no effect, to follow a colon; null: they have one. */
  why(config: AcceleratorConfig, known: KnownOfRun): string | null;
}

/** The rules for fields that every kind has. */
export const commonMootRules: readonly MootRule[] = [
  {
    fields: ['dram.gbPerS', 'dram.latencyNs', 'dram.burstBytes', 'dram.stream'],
    by: ['weights'],
    why: ({ weights }, { residency }) =>
      (residency ?? weights) === 'resident' ? 'the weights are resident' : null,
  },
  {
    fields: ['program.spmvSlices'],
    by: ['ewop.style'],
    why: ({ ewop }) => (ewop.style === 'chained' ? 'ewop.style is chained, with one SPMV per matrix' : null),
  },
  {
    fields: ['pattern.recurrentDensity'],
    by: ['gateMatrix'],
    why: ({ gateMatrix }, { separateLayers }) =>
      gateMatrix === 'combined' && separateLayers === 'none'
        ? 'gateMatrix is combined, which is one gate matrix'
        : null,
  },
  {
    fields: ['gateMatrix'],
    by: [],
    why: (_, { separateLayers }) =>
      separateLayers === 'all'
        ? 'a GRU whose reset gate multiplies products keeps those of x and h apart'
        : null,
  },
  {
    fields: ['number.weightScale'],
    by: ['number.weightBits'],
    why: ({ number }) =>
      hasScales(number) ? null : `number.weightBits is ${number.weightBits}, and weights have no scales`,
  },
  {
    fields: ['directions'],
    by: [],
    why: (_, { isBidirectional }) => (isBidirectional === false ? 'no layer is bidirectional' : null),
  },
  {
    fields: ['workload.sparsity'],
    by: ['pattern', 'pattern.kind'],
    why: ({ pattern }) => (patternOf(pattern).keepsAll ? `pattern ${pattern.kind} keeps every weight` : null),
  },
];

/** Fields that were given and have no effect, and why. */
export interface Moot {
  readonly fields: readonly string[];
  readonly why: string;
}

/** Those of the given fields (dotted paths) that have no effect in a configuration. */
export function mootAmong(
  given: readonly string[],
  rules: readonly MootRule[],
  config: AcceleratorConfig,
  known: KnownOfRun,
): readonly Moot[] {
  return rules.flatMap((rule) => {
    const fields = rule.fields.filter((field) => given.includes(field));
    const why = fields.length === 0 ? null : rule.why(config, known);
    return why === null ? [] : [{ fields, why }];
  });
}
