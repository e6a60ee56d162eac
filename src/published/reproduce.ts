import { version } from '../config/version.ts';
import { BadInput } from '../errors/bad-input.ts';
import { configHash, withoutProse } from '../num/digest.ts';
import { headerOf } from '../run/result-header.ts';
import { type Design, type Figure, publishedOf } from './design.ts';
import { publishedDesigns } from './index.ts';
import { loadDesign } from './load-design.ts';
import { fitPowers, type Simulated } from './power.ts';
import type { CrossFigure, KnownFigures, PublishedDesign } from './published-design.ts';
import type { ListedParameter, ReproducedDesign, ReproducedRow, Reproduction } from './result.ts';
import type { Detail } from './simulation.ts';

const targetOf = ({ target, kind }: PublishedDesign): string => target ?? kind;

/**
 * What can be reproduced: one design, or all of them; those that are not asked for by their kind come first.
 */
export const targets: readonly string[] = [
  ...publishedDesigns.flatMap(({ target }) => target ?? []),
  ...publishedDesigns.flatMap(({ target, kind }) => (target === undefined ? [kind] : [])),
  'all',
];

/**
 * Simulates every published design and sets the published figures of the target beside the simulated ones.
 * All designs are simulated whatever the target: the power model is fitted to all. Throws Mismatch where a
 * design computes a wrong value.
 */
export function reproduce(target: string, seed: string, onProgress: (name: string) => void): Reproduction {
  const simulated = publishedDesigns.map((published): SimulatedDesign => {
    const design = loadDesign(published.file ?? published.kind).config;
    onProgress(design.title);
    return { published, design, simulation: published.simulate(design, seed) };
  });
  const { power, watts } = fitPowers(simulated);
  const known = knownFigures(simulated, watts);
  const designs = simulated
    .filter(({ published }) => target === 'all' || target === targetOf(published))
    .map((one) => describe(one, known));
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
    designs,
    power,
    rows,
    missed: rows.filter(({ withinBar }) => withinBar === false).map(({ design, id }) => `${design}/${id}`),
  };
}

interface SimulatedDesign extends Simulated {
  readonly published: PublishedDesign;
}

function knownFigures(simulated: readonly Simulated[], watts: ReadonlyMap<string, number>): KnownFigures {
  return {
    published: (kind, id) => publishedOf(designOf(simulated, kind)?.design.figures ?? [], id),
    simulated: (kind, id) => designOf(simulated, kind)?.simulation.figures.get(id) ?? Number.NaN,
    isFitted(kind, id) {
      const found = designOf(simulated, kind);
      return found !== undefined && fittedFigures(found).has(id);
    },
    watts: (kind, variant = '') => watts.get(`${kind}/${variant}`) ?? Number.NaN,
  };
}

function designOf(simulated: readonly Simulated[], kind: string): Simulated | undefined {
  return simulated.find(({ design }) => design.kind === kind);
}

function describe({ published, design, simulation }: SimulatedDesign, known: KnownFigures): ReproducedDesign {
  const cross: ReadonlyMap<string, CrossFigure> = published.crossFigures?.(design, known) ?? new Map();
  refuseUnlisted(design, [...simulation.figures.keys(), ...cross.keys()]);
  const comparisons: readonly Detail[] = published.comparisons?.(known) ?? [];
  const parameters = listParameters(design);
  const fitted = fittedFigures({ design, simulation });
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
    details: [...comparisons, ...simulation.details],
    curves: simulation.curves,
    checked: simulation.checked,
    difference: design.difference,
  };
}

/** The figures that something was fitted to, or that follow from published ones alone. */
function fittedFigures({ design, simulation }: Pick<SimulatedDesign, 'design' | 'simulation'>): Set<string> {
  const fittedTo = listParameters(design).flatMap((parameter) => parameter.fittedTo);
  return new Set([...fittedTo, ...simulation.notPredicted]);
}

/** Throws BadInput for a figure that is simulated and has no place in the design's file: it would be lost. */
function refuseUnlisted({ kind, figures }: Design, simulated: readonly string[]): void {
  const lost = simulated.filter((id) => !figures.some((figure) => figure.id === id));
  if (lost.length > 0)
    throw new BadInput(
      `design ${kind}: its file does not list what is simulated: ${lost.join(', ')} (under \`figures\`)`,
    );
}

function listParameters({ parameters }: Design): ListedParameter[] {
  return Object.entries(parameters).map(([name, { value, from, source, fittedTo = [] }]) => ({
    name,
    value: typeof value === 'object' ? JSON.stringify(value) : String(value),
    from,
    source,
    fittedTo,
  }));
}

/**
 * Throws BadInput for a figure that is neither simulated nor explained: a design file and its simulation do
 * not fit.
 */
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
