import { BadInput } from '../errors/bad-input.ts';
import type { Design, Figure } from './design.ts';
import { classOfFigure } from './evaluate.ts';
import { isCalibrated } from './figure-class.ts';
import type { CrossFigure } from './published-design.ts';
import type { ChoiceSpread, ReproducedRow, SeedErrors } from './result.ts';

/** Simulated figures of one design, by id. */
export type DesignValues = ReadonlyMap<string, CrossFigure>;

/** A design's figures as they are simulated, and as they come out otherwise. */
export interface DesignFigures {
  readonly values: DesignValues;
  /** Why a figure has no simulated value, by id. */
  readonly reasons: ReadonlyMap<string, string>;
  /** With the seeds 1 to 5. */
  readonly bySeed: readonly DesignValues[];
  /** With every design's null model, for the same seeds. */
  readonly nullBySeed: readonly DesignValues[];
  /** With every stated power model. */
  readonly byPowerModel: readonly DesignValues[];
  /** With every combination of the unpublished choices. */
  readonly byChoice: readonly DesignValues[];
}

/**
 * The published figures of a design beside the simulated ones. Throws BadInput for a figure that is neither
 * simulated nor explained: a design file and its simulation do not fit.
 */
export function rowsOf(design: Design, figures: DesignFigures): ReproducedRow[] {
  return design.figures.map((figure) => rowOf(design, figure, figures));
}

function rowOf(design: Design, figure: Figure, figures: DesignFigures): ReproducedRow {
  const { id, unit, value: published, mark, source, barPercent = null, sameAs = null } = figure;
  const { kind } = design;
  const reasonOf = (name: string) => {
    const why = design.figures.find((each) => each.id === name)?.notSimulated;
    return why ?? figures.reasons.get(name) ?? null;
  };
  const restsOnFit = (name: string) => figures.values.get(name)?.isCalibrated === true;
  const figureClass = classOfFigure(design, figure, restsOnFit, (name) => reasonOf(name) === null);
  const row = { design: kind, id, figure: figure.figure, unit, published, mark, source, barPercent };
  const of = { class: figureClass, calibrated: isCalibrated(figureClass), sameAs };
  const note = reasonOf(id);
  if (note !== null) return { ...row, ...of, ...notSimulated, note };
  const value = figures.values.get(id)?.value;
  if (value === undefined) throw new BadInput(`design ${kind}: nothing simulates the figure ${id}`);
  const errorPercent = errorOf(value, published);
  const seeds = seedErrors(figure, figures);
  const withinBar = barPercent === null ? null : Math.abs(seeds.mean) <= barPercent;
  const overPowerModels = powerInterval(id, figures);
  const choices = figureClass === 'unpublished-choice' ? spreadOf(kind, figure, figures) : null;
  const nullModelErrorPercent = overPowerModels === null ? nullModelError(figure, figures) : null;
  const others = { nullModelErrorPercent, seeds, overPowerModels, choices };
  return { ...row, ...of, simulated: value, errorPercent, withinBar, note, ...others };
}

const notSimulated = {
  simulated: null,
  errorPercent: null,
  withinBar: null,
  nullModelErrorPercent: null,
  seeds: null,
  overPowerModels: null,
  choices: null,
};

const errorOf = (value: number, published: number) => 100 * (value / published - 1);

/** Errors of a figure in each of several simulations; those that do not have it are left out. */
function errorsIn({ id, value: published }: Figure, simulations: readonly DesignValues[]): number[] {
  return simulations
    .map((values) => errorOf(values.get(id)?.value ?? Number.NaN, published))
    .filter((error) => Number.isFinite(error));
}

const meanOf = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / values.length;

/** Throws BadInput where the figure is simulated with none of the seeds 1 to 5. */
function seedErrors(figure: Figure, { bySeed }: DesignFigures): SeedErrors {
  const errors = errorsIn(figure, bySeed);
  if (errors.length === 0) throw new BadInput(`no seed from 1 to 5 has the figure ${figure.id}`);
  return { mean: meanOf(errors), min: Math.min(...errors), max: Math.max(...errors) };
}

/**
 * Mean error of the null models; null for a figure that none of them changes, of its design or of another
 * that it is a ratio of.
 */
function nullModelError(figure: Figure, { bySeed, nullBySeed }: DesignFigures): number | null {
  const isChanged = nullBySeed.some(
    (values, s) => values.get(figure.id)?.value !== bySeed[s].get(figure.id)?.value,
  );
  return isChanged ? meanOf(errorsIn(figure, nullBySeed)) : null;
}

function powerInterval(
  id: string,
  { byPowerModel }: DesignFigures,
): { readonly low: number; readonly high: number } | null {
  const values = byPowerModel.map((each) => each.get(id)?.value ?? Number.NaN);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low < high ? { low, high } : null;
}

function spreadOf(kind: string, figure: Figure, { byChoice }: DesignFigures): ChoiceSpread {
  const errors = errorsIn(figure, byChoice);
  if (errors.length === 0)
    throw new BadInput(`design ${kind}: ${figure.id} depends on choices that nothing simulates`);
  const { barPercent } = figure;
  return {
    combinations: errors.length,
    withinBar:
      barPercent === undefined ? null : errors.filter((error) => Math.abs(error) <= barPercent).length,
    minPercent: Math.min(...errors),
    maxPercent: Math.max(...errors),
  };
}
