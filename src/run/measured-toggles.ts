import { knownRate, type ToggleRate, type Toggles } from '../energy/toggles.ts';
import type { BeatImage } from '../hw/array/beat-matrix.ts';
import { type RowSample, sampleOf, weightToggles } from '../hw/array/operand-toggles.ts';
import { weightValueBits } from '../num/row-scale.ts';
import { addToggles, noToggles, type ToggleCount, toggleShare } from '../num/toggled-bits.ts';
import type { FinishedRun } from './finished-run.ts';

/** Successions of weights of a model that are looked at, about. */
const WEIGHT_PAIRS = 32_768;

/**
 * Toggle rates that a run's own values have: of weights always, of vector words where values were computed.
 * What is not there was not measured: no operand ever followed another.
 */
export function measuredToggles({
  design,
  values,
}: Pick<FinishedRun, 'design' | 'values'>): Partial<Toggles> {
  const weights = measured(weightsOf(design));
  const words = values ? measured(values.execution.wordToggles) : null;
  return { ...(weights && { weights }), ...(words && { words }) };
}

function measured(count: ToggleCount): ToggleRate | null {
  const share = toggleShare(count);
  return share === null ? null : knownRate(share, 'measured');
}

function weightsOf({ array, layers }: FinishedRun['design']): ToggleCount {
  const images = layers.flatMap(({ matrices }) => matrices.map(({ beats }) => beats));
  const entries = images.reduce((sum, { values }) => sum + values.length, 0);
  const sample = sampleOf(entries, WEIGHT_PAIRS);
  const bits = weightValueBits(array.config.number);
  const count = noToggles();
  for (const image of images) addToggles(count, rememberedToggles(image, bits, sample));
  return count;
}

/**
 * What was counted of an image, by its addresses: points of a sweep that have an image in common deal its
 * rows anew, but share what it holds.
 */
const counted = new WeakMap<BeatImage['addresses'], Map<string, ToggleCount>>();

function rememberedToggles(image: BeatImage, bits: number, sample: RowSample): ToggleCount {
  const known = counted.get(image.addresses) ?? new Map<string, ToggleCount>();
  counted.set(image.addresses, known);
  const key = `${bits} ${sample.everyRun} ${image.lanes}`;
  const found = known.get(key) ?? weightToggles(image, bits, sample);
  known.set(key, found);
  return found;
}
