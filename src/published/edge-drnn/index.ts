import { deltaFields } from '../delta/sensitivity.ts';
import type { PublishedDesign } from '../published-design.ts';
import { measureEdgeDrnn, simulateEdgeDrnn } from './edge-drnn.ts';
import { type EdgeDrnnDesign, EdgeDrnnParametersSchema } from './parameters.ts';

/** EdgeDRNN (Gao et al., JETCAS 2020): only what has changed is sent, and its weights come from off chip. */
export const edgeDrnn: PublishedDesign<EdgeDrnnDesign> = {
  kind: 'edge-drnn',
  parameters: EdgeDrnnParametersSchema,
  fields: deltaFields,
  simulate: simulateEdgeDrnn,
  measure: measureEdgeDrnn,
};
