/** What a reader is told together: places by what is too narrow for them. */
export const saturationGroups = {
  weights: ['weight', 'bias'],
  inputs: ['input'],
  values: ['preActivation', 'multiply', 'cellState', 'projection'],
  accumulators: ['wrappedAccumulators'],
} as const;

/** The sum over some places; null where one of them is not known. */
export function countOf(
  saturations: Readonly<Record<string, number | null>>,
  places: readonly string[],
): number | null {
  let total = 0;
  for (const place of places) {
    const count = saturations[place] ?? null;
    if (count === null) return null;
    total += count;
  }
  return total;
}

/** What was cut in a design, by place; null: not known. */
export type Cuts = Readonly<Record<string, number | null>>;

const words = {
  weights: ['saturated weight', 'saturated weights'],
  inputs: ['saturated input', 'saturated inputs'],
  values: ['saturated value', 'saturated values'],
  accumulators: ['wrapped accumulator', 'wrapped accumulators'],
} as const;

const groups = Object.keys(words) as (keyof typeof words)[];

/** `3 saturated weights, 1 wrapped accumulator`: what is known to be cut; null where nothing is. */
export function cutText(saturations: Cuts): string | null {
  const parts = groups.flatMap((group) => {
    // A place that is not known does not hide the others.
    const count = saturationGroups[group].reduce(
      (sum, place) => sum + (countOf(saturations, [place]) ?? 0),
      0,
    );
    const [one, many] = words[group];
    return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
  });
  return parts.length === 0 ? null : parts.join(', ');
}

/** A design, and what was cut in it. */
export interface CutInDesign {
  readonly name: string;
  readonly saturations: Cuts;
}

/** One line about all designs in which something was cut; none where nothing was. */
export function cutRemarks(designs: readonly CutInDesign[]): readonly string[] {
  const found = designs.flatMap(({ name, saturations }) => {
    const text = cutText(saturations);
    return text === null ? [] : [`${name} has ${text}`];
  });
  if (found.length === 0) return [];
  return [
    `warning: numbers do not fit their bits: ${found.join('; ')} (number.bits, number.accumulatorBits)`,
  ];
}
