import { BadInput } from '../errors/bad-input.ts';
import type { Design } from './design.ts';
import { idOf } from './ese/ese.ts';
import type { Simulated } from './power.ts';

/** A figure that needs a power, or another design. */
export interface CrossFigure {
  readonly value: number;
  /** Whether it rests on the fitted power model, or on a figure that something was fitted to. */
  readonly isCalibrated: boolean;
}

/** Looks up simulated figures by design. */
export type Lookup = (kind: Design['kind'], id: string) => number;

/** Watts by kind and variant. */
type Watts = (kind: Design['kind'], variant?: string) => number;
type Figures = ReadonlyMap<string, CrossFigure>;

const fitted = (value: number): CrossFigure => ({ value, isCalibrated: true });
const predicted = (value: number): CrossFigure => ({ value, isCalibrated: false });

/** What each design's figures need from the others and from the power model; by kind, then by id. */
export function crossFigures(
  simulated: readonly Simulated[],
  watts: ReadonlyMap<string, number>,
): ReadonlyMap<Design['kind'], Figures> {
  const figure: Lookup = (kind, id) => {
    const value = simulated.find(({ design }) => design.kind === kind)?.simulation.figures.get(id);
    if (value === undefined) throw new BadInput(`design ${kind}: nothing simulates the figure ${id}`);
    return value;
  };
  const power: Watts = (kind, variant = '') => watts.get(`${kind}/${variant}`) ?? Number.NaN;
  return new Map<Design['kind'], Figures>([
    ['ese', eseFigures(simulated, figure, power)],
    ['c-lstm', cLstmFigures(figure, power)],
    ['delta-rnn', deltaRnnFigures(figure, power)],
    ['spartus', spartusFigures(figure, power)],
    ['bbs', bbsFigures(figure, power)],
  ]);
}

const effectivePerW = (kind: 'delta-rnn' | 'spartus', figure: Lookup, power: Watts) =>
  figure(kind, 'effective-gops') / power(kind);
const framesPerW = (figure: Lookup, power: Watts) => figure('ese', 'fps') / power('ese');

function eseFigures(simulated: readonly Simulated[], figure: Lookup, power: Watts): Figures {
  return new Map([
    ['power-w', fitted(power('ese'))],
    ['fps-per-w', fitted(framesPerW(figure, power))],
    ...energyRatios(simulated, power('ese'), figure),
  ]);
}

function cLstmFigures(figure: Lookup, power: Watts): Figures {
  const perW = (variant: string) => figure('c-lstm', `fps-${variant}`) / power('c-lstm', variant);
  return new Map([
    ...['fft8-7v3', 'fft16-7v3'].flatMap((variant): [string, CrossFigure][] => [
      [`power-w-${variant}`, fitted(power('c-lstm', variant))],
      [`fps-per-w-${variant}`, fitted(perW(variant))],
    ]),
    ['speed-up-ese', fitted(figure('c-lstm', 'fps-fft16-7v3') / figure('ese', 'fps'))],
    ['efficiency-ese', fitted(perW('fft16-7v3') / framesPerW(figure, power))],
  ]);
}

function deltaRnnFigures(figure: Lookup, power: Watts): Figures {
  return new Map([
    ['power-w', fitted(power('delta-rnn'))],
    ['gops-per-w', fitted(effectivePerW('delta-rnn', figure, power))],
  ]);
}

function spartusFigures(figure: Lookup, power: Watts): Figures {
  const perW = effectivePerW('spartus', figure, power);
  return new Map([
    ['gops-per-w', fitted(perW)],
    ['over-best-gops', fitted(figure('spartus', 'effective-gops') / figure('bbs', 'dense-gops'))],
    ['over-best-gops-per-w', fitted(perW / effectivePerW('delta-rnn', figure, power))],
  ]);
}

function bbsFigures(figure: Lookup, power: Watts): Figures {
  const latency = figure('bbs', 'latency-us');
  const perW = figure('bbs', 'gops') / power('bbs');
  return new Map([
    ['power-w', fitted(power('bbs'))],
    ['speed-up-ese', fitted(figure('ese', 'latency-us') / latency)],
    ['speed-up-c-lstm', predicted(figure('c-lstm', 'latency-us-fft8-7v3') / latency)],
    ['efficiency-ese', fitted(perW / (figure('ese', 'gops') / power('ese')))],
  ]);
}

/** Energy of a step of the platforms that ESE compares with, over that of ESE. */
function energyRatios(
  simulated: readonly Simulated[],
  watts: number,
  figure: Lookup,
): [string, CrossFigure][] {
  const ese = simulated.find(({ design }) => design.kind === 'ese')?.design;
  if (ese?.kind !== 'ese') return [];
  const energyUj = figure('ese', 'latency-us') * watts;
  return ese.others.map((other) => [
    `energy-${idOf(other.name)}`,
    { value: (other.latencyUs * other.watts) / energyUj, isCalibrated: true },
  ]);
}
