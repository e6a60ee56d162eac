import { deltaFields } from '../delta/sensitivity.ts';
import { fitted, type PublishedDesign, simulatedFigure } from '../published-design.ts';
import { type SpartusDesign, SpartusParametersSchema } from './parameters.ts';
import { measureSpartus, simulateSpartus } from './spartus.ts';

/** Spartus (Gao et al., TNNLS 2022): only what has changed is sent to a column-balanced matrix. */
export const spartus: PublishedDesign<SpartusDesign> = {
  kind: 'spartus',
  parameters: SpartusParametersSchema,
  fields: deltaFields,
  simulate: simulateSpartus,
  measure: measureSpartus,
  crossFigures(_design, known) {
    const figure = (kind: string, id: string) => simulatedFigure(known, kind, id);
    const perWOf = (kind: string) => figure(kind, 'effective-gops') / known.watts(kind);
    const perW = perWOf('spartus');
    return new Map([
      ['gops-per-w', fitted(perW)],
      ['over-best-gops', fitted(figure('spartus', 'effective-gops') / figure('bbs', 'dense-gops'))],
      ['over-best-gops-per-w', fitted(perW / perWOf('delta-rnn'))],
    ]);
  },
};
