import { isPrinted } from '../design.ts';
import { type CrossFigure, fitted, type PublishedDesign, simulatedFigure } from '../published-design.ts';
import { idOf, measureEse, simulateEse } from './ese.ts';
import { type EseDesign, EseParametersSchema, eseFields } from './parameters.ts';

/**
 * ESE (Han et al., FPGA 2017): interleaved columns, channels that share the weights, load-balance-aware
 * pruning.
 */
export const ese: PublishedDesign<EseDesign> = {
  kind: 'ese',
  parameters: EseParametersSchema,
  fields: eseFields,
  simulate: simulateEse,
  measure: measureEse,
  crossFigures(design, known) {
    const watts = known.watts('ese');
    const energyUj = simulatedFigure(known, 'ese', 'latency-us') * watts;
    return new Map([
      ['power-w', fitted(watts)],
      ['fps-per-w', fitted(simulatedFigure(known, 'ese', 'fps') / watts)],
      // Energy of a step of the platforms that ESE compares with, over that of ESE.
      ...design.others
        .map((other): [string, CrossFigure] => [
          `energy-${idOf(other.name)}`,
          fitted((other.latencyUs * other.watts) / energyUj),
        ])
        .filter(([id]) => isPrinted(design, id)),
    ]);
  },
};
