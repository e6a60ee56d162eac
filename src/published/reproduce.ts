import { version } from '../config/version.ts';
import { BadInput } from '../errors/bad-input.ts';
import { configHash, withoutProse } from '../num/digest.ts';
import { headerOf } from '../run/result-header.ts';
import { simulateBbs } from './bbs/bbs.ts';
import { simulateBrds } from './brds/brds.ts';
import { simulateCLstm } from './c-lstm/c-lstm.ts';
import { type CrossFigure, crossFigures } from './cross-figures.ts';
import { simulateDeltaRnn } from './delta-rnn/delta-rnn.ts';
import { type Design, type Figure, publishedOf } from './design.ts';
import { simulateEse } from './ese/ese.ts';
import { loadDesign } from './load-design.ts';
import { type ComparisonFigures, comparisonTable, pairingTable } from './pairings.ts';
import type { Parameter } from './parameter.ts';
import { fitPowers, type Simulated } from './power.ts';
import type { ListedParameter, ReproducedDesign, ReproducedRow, Reproduction } from './result.ts';
import type { Simulation } from './simulation.ts';
import { simulateSpartus } from './spartus/spartus.ts';

/** The published designs in the order in which they are reported. */
const designNames = ['ese', 'c-lstm', 'delta-rnn', 'spartus', 'brds', 'bbs'] as const;

/** What can be reproduced: one design, the comparison of the paper on BBS (`fpga19`), or all of them. */
export const targets = ['fpga19', 'ese', 'c-lstm', 'delta-rnn', 'spartus', 'brds', 'all'] as const;

/** One of the targets. */
export type Target = (typeof targets)[number];

/**
 * Simulates every published design and sets the published figures of the target beside the simulated ones. All designs are simulated
 * whatever the target: the power model is fitted to all. Throws Mismatch where a design computes a wrong value.
 */
export function reproduce(target: Target, seed: string, onProgress: (name: string) => void): Reproduction {
  const simulated = designNames.map((name): Simulated => {
    const design = loadDesign(name).config;
    onProgress(design.title);
    return { design, simulation: simulate(design, seed) };
  });
  const { power, watts } = fitPowers(simulated);
  const cross = crossFigures(simulated, watts);
  const chosen = simulated.filter(({ design }) => isOf(target, design.kind));
  const designs = chosen.map((one) => describe(one, cross.get(one.design.kind) ?? new Map()));
  const figures: ComparisonFigures = {
    published: (kind, id) => publishedOf(designOf(simulated, kind)?.design.figures ?? [], id),
    simulated: (kind, id) => designOf(simulated, kind)?.simulation.figures.get(id) ?? Number.NaN,
    watts,
  };
  const comparison = [comparisonTable(figures), pairingTable(figures)];
  const withComparison = designs.map((design) =>
    design.kind === 'bbs' ? { ...design, tables: [...comparison, ...design.tables] } : design,
  );
  const rows = designs.flatMap((design) => design.rows);
  return {
    ...headerOf('reproduce'),
    configHash: configHash({
      version,
      target,
      seed,
      designs: simulated.map(({ design }) => withoutProse(design)),
    }),
    seed,
    target,
    designs: withComparison,
    power,
    rows,
    missed: rows.filter(({ withinBar }) => withinBar === false).map(({ design, id }) => `${design}/${id}`),
  };
}

function isOf(target: Target, kind: Design['kind']): boolean {
  return target === 'all' || kind === (target === 'fpga19' ? 'bbs' : target);
}

function simulate(design: Design, seed: string): Simulation {
  switch (design.kind) {
    case 'ese':
      return simulateEse(design, seed);
    case 'c-lstm':
      return simulateCLstm(design, seed);
    case 'delta-rnn':
      return simulateDeltaRnn(design, seed);
    case 'spartus':
      return simulateSpartus(design, seed);
    case 'brds':
      return simulateBrds(design, seed);
    case 'bbs':
      return simulateBbs(design, seed);
  }
}

function designOf(simulated: readonly Simulated[], kind: Design['kind']): Simulated | undefined {
  return simulated.find(({ design }) => design.kind === kind);
}

function describe(
  { design, simulation }: Simulated,
  cross: ReadonlyMap<string, CrossFigure>,
): ReproducedDesign {
  const parameters = listParameters(design);
  const fitted = new Set([...parameters.flatMap(({ fittedTo }) => fittedTo), ...simulation.notPredicted]);
  return {
    kind: design.kind,
    name: design.title,
    paper: design.paper,
    description: design.description,
    parameters,
    rows: design.figures.map((figure) => {
      const other = cross.get(figure.id);
      const value = other?.value ?? simulation.figures.get(figure.id);
      const reason = figure.notSimulated ?? simulation.reasons.get(figure.id) ?? null;
      return rowOf(
        design,
        { ...figure, reason },
        value,
        fitted.has(figure.id) || (other?.isCalibrated ?? false),
      );
    }),
    tables: simulation.tables,
    curves: simulation.curves,
    checked: simulation.checked,
    difference: design.difference,
  };
}

function listParameters({ parameters }: Design): ListedParameter[] {
  return Object.entries(parameters as Readonly<Record<string, Parameter<unknown>>>).map(
    ([name, { value, from, source, fittedTo = [] }]) => ({
      name,
      value: typeof value === 'object' ? JSON.stringify(value) : String(value),
      from,
      source,
      fittedTo,
    }),
  );
}

/** Throws BadInput for a figure that is neither simulated nor explained: a design file and its simulation do not fit. */
function rowOf(
  design: Design,
  figure: Figure & { readonly reason: string | null },
  value: number | undefined,
  calibrated: boolean,
): ReproducedRow {
  const { id, unit, value: published, mark, source, barPercent = null, reason } = figure;
  const row = { design: design.kind, id, figure: figure.figure, unit, published, mark, source, barPercent };
  if (reason !== null) {
    return { ...row, simulated: null, errorPercent: null, calibrated, withinBar: null, note: reason };
  }
  if (value === undefined) throw new BadInput(`design ${design.kind}: nothing simulates the figure ${id}`);
  const errorPercent = 100 * (value / published - 1);
  const withinBar = barPercent === null ? null : Math.abs(errorPercent) <= barPercent;
  return { ...row, simulated: value, errorPercent, calibrated, withinBar, note: null };
}
