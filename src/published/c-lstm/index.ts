import { type CrossFigure, fitted, type PublishedDesign, simulatedFigure } from '../published-design.ts';
import { simulateCLstm } from './c-lstm.ts';
import { type CLstmDesign, CLstmParametersSchema } from './parameters.ts';

/** The variants whose power is published. */
const powered = ['fft8-7v3', 'fft16-7v3'];

/** C-LSTM (Wang et al., FPGA 2018): block-circulant matrices, multiplied as spectra. */
export const cLstm: PublishedDesign<CLstmDesign> = {
  kind: 'c-lstm',
  parameters: CLstmParametersSchema,
  simulate: simulateCLstm,
  crossFigures(_design, known) {
    const figure = (kind: string, id: string) => simulatedFigure(known, kind, id);
    const perW = (variant: string) => figure('c-lstm', `fps-${variant}`) / known.watts('c-lstm', variant);
    const ofEse = figure('ese', 'fps') / known.watts('ese');
    return new Map([
      ...powered.flatMap((variant): [string, CrossFigure][] => [
        [`power-w-${variant}`, fitted(known.watts('c-lstm', variant))],
        [`fps-per-w-${variant}`, fitted(perW(variant))],
      ]),
      ['speed-up-ese', fitted(figure('c-lstm', 'fps-fft16-7v3') / figure('ese', 'fps'))],
      ['efficiency-ese', fitted(perW('fft16-7v3') / ofEse)],
    ]);
  },
};
