import type { Design } from './design.ts';
import { idOf } from './ese.ts';
import type { Simulated } from './power.ts';

/** A figure that needs a power, or another design. */
export interface CrossFigure {
  readonly value: number;
  /** Whether it rests on the fitted power model. */
  readonly needsPower: boolean;
}

/** Looks up simulated figures by design. */
export type Lookup = (kind: Design['kind'], id: string) => number;

/** What each design's figures need from the others and from the power model; by kind, then by id. */
export function crossFigures(
  simulated: readonly Simulated[],
  watts: ReadonlyMap<string, number>,
): ReadonlyMap<Design['kind'], ReadonlyMap<string, CrossFigure>> {
  const figure: Lookup = (kind, id) => {
    const value = simulated.find(({ design }) => design.kind === kind)?.simulation.figures.get(id);
    if (value === undefined) throw new RangeError(`${kind} has no simulated figure ${id}`);
    return value;
  };
  const power = (kind: Design['kind'], variant = '') => watts.get(`${kind}/${variant}`) ?? Number.NaN;
  const fitted = (value: number): CrossFigure => ({ value, needsPower: true });
  const ratio = (value: number): CrossFigure => ({ value, needsPower: false });
  const eseFpsPerW = figure('ese', 'fps') / power('ese');
  const fpsPerW = (variant: string) => figure('c-lstm', `fps-${variant}`) / power('c-lstm', variant);
  const deltaPerW = figure('delta-rnn', 'effective-gops') / power('delta-rnn');
  const spartusPerW = figure('spartus', 'effective-gops') / power('spartus');
  const bbsPerW = figure('bbs', 'gops') / power('bbs');
  return new Map<Design['kind'], Map<string, CrossFigure>>([
    [
      'ese',
      new Map([
        ['power-w', fitted(power('ese'))],
        ['fps-per-w', fitted(eseFpsPerW)],
        ...energyRatios(simulated, power('ese'), figure),
      ]),
    ],
    [
      'c-lstm',
      new Map([
        ...['fft8-7v3', 'fft16-7v3'].flatMap((variant): [string, CrossFigure][] => [
          [`power-w-${variant}`, fitted(power('c-lstm', variant))],
          [`fps-per-w-${variant}`, fitted(fpsPerW(variant))],
        ]),
        ['speed-up-ese', ratio(figure('c-lstm', 'fps-fft16-7v3') / figure('ese', 'fps'))],
        ['efficiency-ese', fitted(fpsPerW('fft16-7v3') / eseFpsPerW)],
      ]),
    ],
    [
      'delta-rnn',
      new Map([
        ['power-w', fitted(power('delta-rnn'))],
        ['gops-per-w', fitted(deltaPerW)],
      ]),
    ],
    [
      'spartus',
      new Map([
        ['gops-per-w', fitted(spartusPerW)],
        ['over-best-gops', ratio(figure('spartus', 'effective-gops') / figure('bbs', 'dense-gops'))],
        ['over-best-gops-per-w', fitted(spartusPerW / deltaPerW)],
      ]),
    ],
    [
      'bbs',
      new Map([
        ['power-w', fitted(power('bbs'))],
        ['speed-up-ese', ratio(figure('ese', 'latency-us') / figure('bbs', 'latency-us'))],
        ['speed-up-c-lstm', ratio(figure('c-lstm', 'latency-us-fft8-7v3') / figure('bbs', 'latency-us'))],
        ['efficiency-ese', fitted(bbsPerW / (figure('ese', 'gops') / power('ese')))],
      ]),
    ],
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
    { value: (other.latencyUs * other.watts) / energyUj, needsPower: true },
  ]);
}
