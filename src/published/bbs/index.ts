import { fitted, type PublishedDesign, simulatedFigure } from '../published-design.ts';
import { simulateBbs } from './bbs.ts';
import { comparison, pairings } from './comparison.ts';
import { type BbsDesign, BbsParametersSchema, bbsFields } from './parameters.ts';

/** Bank-balanced sparsity (Cao et al., FPGA 2019), whose paper compares the others with itself. */
export const bbs: PublishedDesign<BbsDesign> = {
  kind: 'bbs',
  target: 'fpga19',
  parameters: BbsParametersSchema,
  fields: bbsFields,
  simulate: simulateBbs,
  crossFigures(_design, known) {
    const figure = (kind: string, id: string) => simulatedFigure(known, kind, id);
    const latency = figure('bbs', 'latency-us');
    const perW = figure('bbs', 'gops') / known.watts('bbs');
    return new Map([
      ['power-w', fitted(known.watts('bbs'))],
      ['speed-up-ese', fitted(figure('ese', 'latency-us') / latency)],
      ['speed-up-c-lstm', { value: figure('c-lstm', 'latency-us-fft8-7v3') / latency, isCalibrated: false }],
      ['efficiency-ese', fitted(perW / (figure('ese', 'gops') / known.watts('ese')))],
    ]);
  },
  comparisons: (known) => [comparison(known), pairings(known)],
};
