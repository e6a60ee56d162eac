import { version } from '../config/version.ts';
import { BadInput } from '../errors/bad-input.ts';
import { configHash, withoutProse } from '../num/digest.ts';
import { headerOf } from '../run/result-header.ts';
import type { Design } from './design.ts';
import { knownFigures, type SimulatedFigures, valuesOfDesign } from './evaluate.ts';
import { headlineOf } from './headline.ts';
import { publishedDesigns } from './index.ts';
import { loadDesign } from './load-design.ts';
import { type FittedPowers, fitPowers, type PowerPoint, powerPoints, type Watts } from './power.ts';
import type { PublishedDesign } from './published-design.ts';
import type { ListedParameter, ReproducedDesign, Reproduction } from './result.ts';
import { type DesignValues, rowsOf } from './rows.ts';
import type { SeedFigures, Simulation } from './simulation.ts';

const targetOf = ({ target, kind }: PublishedDesign): string => target ?? kind;

/**
 * What can be reproduced: one design, or all of them; those that are not asked for by their kind come first.
 */
export const targets: readonly string[] = [
  ...publishedDesigns.flatMap(({ target }) => target ?? []),
  ...publishedDesigns.flatMap(({ target, kind }) => (target === undefined ? [kind] : [])),
  'all',
];

/** Bars are judged on the mean of these. */
const SEEDS = ['1', '2', '3', '4', '5'];

/** A registered design with its file and what it was simulated to do. */
interface SimulatedDesign {
  readonly published: PublishedDesign;
  readonly design: Design;
  readonly simulation: Simulation;
}

/** Simulated figures and powers of all designs with one seed. */
interface Seeded {
  readonly measured: ReadonlyMap<string, SeedFigures>;
  readonly powers: FittedPowers;
}

/**
 * Simulates every published design and sets the published figures of the target beside the simulated ones,
 * with the range over the seeds 1 to 5. All designs are simulated whatever the target: the power model is
 * fitted to all. Throws Mismatch where a design computes a wrong value.
 */
export function reproduce(target: string, seed: string, onProgress: (name: string) => void): Reproduction {
  const simulated = publishedDesigns.map((published): SimulatedDesign => {
    const design = loadDesign(published.file ?? published.kind).config;
    onProgress(design.title);
    return { published, design, simulation: published.simulate(design, seed) };
  });
  const points = powerPoints(simulated.map(({ design }) => design));
  const own = seededOf(simulated, points, seed, seed);
  const seeds = SEEDS.map((each) => {
    if (each === seed) return own;
    onProgress(`all designs with seed ${each}`);
    return seededOf(simulated, points, each, seed);
  });
  const designs = simulated
    .filter(({ published }) => target === 'all' || target === targetOf(published))
    .map((one) => describe(one, simulated, own, seeds));
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
    power: own.powers.power,
    rows,
    missed: rows.filter(({ withinBar }) => withinBar === false).map(({ design, id }) => `${design}/${id}`),
    headline: headlineOf(rows),
  };
}

function seededOf(
  simulated: readonly SimulatedDesign[],
  points: readonly PowerPoint[],
  seed: string,
  own: string,
): Seeded {
  const measured = new Map(
    simulated.map(({ published, design, simulation }): [string, SeedFigures] => [
      design.kind,
      seed === own ? simulation : (published.measure?.(design, seed) ?? simulation),
    ]),
  );
  return { measured, powers: fitPowers(points, measured) };
}

function describe(
  one: SimulatedDesign,
  simulated: readonly SimulatedDesign[],
  own: Seeded,
  seeds: readonly Seeded[],
): ReproducedDesign {
  const { published, design, simulation } = one;
  checkNullModel(design, simulation);
  const designs = simulated.map((each) => each.design);
  const valuesIn = (figures: SimulatedFigures, watts: Watts): DesignValues =>
    valuesOfDesign(published, design, figures, knownFigures(designs, figures, watts));
  const figuresOf = ({ measured }: Seeded, hasMechanism = true): SimulatedFigures =>
    new Map(
      [...measured].map(([kind, { figures: simulatedHere, nullFigures }]) => [
        kind,
        hasMechanism ? simulatedHere : new Map([...simulatedHere, ...nullFigures]),
      ]),
    );
  const figures = figuresOf(own);
  const known = knownFigures(designs, figures, own.powers.watts);
  return {
    kind: design.kind,
    name: design.title,
    paper: design.paper,
    description: design.description,
    parameters: listParameters(design),
    rows: rowsOf(design, {
      values: valuesIn(figures, own.powers.watts),
      reasons: simulation.reasons,
      bySeed: seeds.map((each) => valuesIn(figuresOf(each), each.powers.watts)),
      nullBySeed: seeds.map((each) => valuesIn(figuresOf(each, false), each.powers.watts)),
      byPowerModel: own.powers.byModel.map((watts) => valuesIn(figures, watts)),
      byChoice: simulation.choices.map((choice) =>
        valuesIn(
          new Map([...figures, [design.kind, new Map([...simulation.figures, ...choice.figures])]]),
          own.powers.watts,
        ),
      ),
    }),
    details: [...(published.comparisons?.(known) ?? []), ...simulation.details],
    curves: simulation.curves,
    checked: simulation.checked,
    nullModel: design.nullModel ?? null,
    difference: design.difference,
  };
}

/** Throws BadInput for a null model without words, and for words without one. */
function checkNullModel({ kind, nullModel }: Design, { nullFigures }: SeedFigures): void {
  if ((nullModel !== undefined) === nullFigures.size > 0) return;
  throw new BadInput(
    nullModel === undefined
      ? `design ${kind}: its file does not say what its null model leaves out (\`nullModel\`)`
      : `design ${kind}: its file has a null model, but nothing simulates it`,
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
