import { comparisonWording, pairingsWording } from './bbs-comparison.ts';
import { type DesignWording, type Facts, factNumber } from './wording.ts';

function reached(facts: Facts): string {
  const { published, hidden } = facts;
  if (hidden === null) return `${published} GOPS are not reached. Operations: two for each kept weight.`;
  return `${published} GOPS are first reached, of these, with ${hidden} cells and inputs, where ${factNumber(facts, 'achieved').toFixed(1)} % of the weights are pruned. Operations: two for each kept weight. Sizes that 64 banks divide into eighths keep 87.5 % pruned.`;
}

/** The accelerator of bank-balanced sparsity, and the comparison of its paper. */
export const bbs: DesignWording = {
  details: {
    comparison: comparisonWording,
    pairings: pairingsWording,
    operations: {
      title: (design) => `${design}: which operations make which GOPS`,
      columns: [
        { key: 'operations', title: 'operations of a step' },
        { key: 'count', title: 'count', digits: 0 },
        { key: 'gops', title: 'at the simulated latency', digits: 1 },
      ],
      labels: {
        operations: {
          'ese-stored': 'two for each entry that ESE stores: behind 304.1, published (recalled)',
          kept: 'two for each weight that is kept here',
          'ese-dense': 'eight times those of ESE: behind 2,432.8, published (recalled)',
          dense: 'two for each weight of the dense network',
        },
      },
      notes: () => ['Products of the matrices only; element-wise operations are not counted.'],
    },
    choices: {
      title: (design) => `${design}: the latency over all combinations of what no source gives`,
      columns: [
        { key: 'choice', title: 'choice' },
        { key: 'value', title: 'value' },
        { key: 'combinations', title: 'combinations with it', digits: 0 },
        { key: 'least', title: 'latency, least', digits: 2 },
        { key: 'most', title: 'most', digits: 2 },
        { key: 'within', title: 'within the bar', digits: 0 },
      ],
      notes: ({ published, barPercent }) => [
        `Published: ${published} us, bar ${barPercent} %. A chained element-wise unit has no results to chain, and takes every slice in the same time.`,
      ],
    },
    variations: {
      title: (design) => `${design}: what each assumption contributes, one changed at a time`,
      columns: [
        { key: 'parameter', title: 'parameter' },
        { key: 'taken', title: 'taken' },
        { key: 'changed', title: 'changed to' },
        { key: 'cycles', title: 'cycles', digits: 0 },
        { key: 'difference', title: 'difference', digits: 0 },
        { key: 'latency', title: 'latency', digits: 2 },
      ],
    },
    throughput: {
      title: (design) =>
        `${design}: throughput at batch 1 by the size of the layer (as many inputs as cells, weights on chip)`,
      columns: [
        { key: 'hidden', title: 'cells', digits: 0 },
        { key: 'cycles', title: 'cycles', digits: 0 },
        { key: 'kept', title: 'kept weights', digits: 0 },
        { key: 'achieved', title: 'achieved sparsity', digits: 1 },
        { key: 'gops', title: 'throughput', digits: 1 },
        { key: 'utilisation', title: 'of the peak', digits: 1 },
        { key: 'fits', title: 'fits the device' },
      ],
      notes: (facts) => [reached(facts)],
    },
    ablations: {
      title: (design) =>
        `${design}: the argument for banks and balance, on the same PEs with as many kept weights`,
      columns: [
        { key: 'what', title: 'design' },
        { key: 'kept', title: 'kept weights', digits: 0 },
        { key: 'cycles', title: 'cycles', digits: 0 },
        { key: 'latency', title: 'latency', digits: 2 },
        { key: 'slower', title: 'over BBS', digits: 2 },
        { key: 'conflicts', title: 'conflict cycles of all PEs', digits: 0 },
        { key: 'ram', title: 'block RAM', digits: 0 },
        { key: 'logic', title: 'ALM', digits: 0 },
        { key: 'fits', title: 'fits' },
      ],
      labels: {
        what: {
          bbs: 'banks, balanced (BBS)',
          banked: 'banks, not balanced: a lane for each bank',
          csr: 'unstructured, lanes share the banks (CSR)',
          'csr-2port': 'unstructured, two ports a bank: its memory pumped twice',
          replicated: 'unstructured, the vector replicated for every lane',
          'csr-bbs-mask': 'the balanced weights in CSR',
        },
      },
      notes: () => [
        'The same dense weights, pruned by each pattern to the number that the bank-balanced one keeps, as in bbsim compare.',
      ],
    },
  },
  curves: {
    throughput: {
      title: (design) => `${design}: throughput at batch 1 by the size of the layer`,
      x: 'cells and inputs',
      y: 'throughput, kept weights',
      series: { published: 'published (of which benchmark is not stated)' },
    },
  },
};
