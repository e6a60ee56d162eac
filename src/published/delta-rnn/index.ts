import { deltaFields } from '../delta/sensitivity.ts';
import { fitted, type PublishedDesign, simulatedFigure } from '../published-design.ts';
import { measureDeltaRnn, simulateDeltaRnn } from './delta-rnn.ts';
import { type DeltaRnnDesign, DeltaRnnParametersSchema } from './parameters.ts';

/** DeltaRNN (Gao et al., FPGA 2018): only what has changed is sent to a dense matrix. */
export const deltaRnn: PublishedDesign<DeltaRnnDesign> = {
  kind: 'delta-rnn',
  parameters: DeltaRnnParametersSchema,
  fields: deltaFields,
  simulate: simulateDeltaRnn,
  measure: measureDeltaRnn,
  crossFigures(_design, known) {
    const watts = known.watts('delta-rnn');
    return new Map([
      ['power-w', fitted(watts)],
      ['gops-per-w', fitted(simulatedFigure(known, 'delta-rnn', 'effective-gops') / watts)],
    ]);
  },
};
