import { BadInput } from '../errors/bad-input.ts';
import { type Design, publishedOf } from './design.ts';
import { classOf, isCalibrated } from './figure-class.ts';
import type { Watts } from './power.ts';
import type { CrossFigure, KnownFigures, PublishedDesign } from './published-design.ts';

/** Simulated figures of all designs: by kind, then by id. */
export type SimulatedFigures = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** What is known of all designs, with these simulated figures and these powers. */
export function knownFigures(
  designs: readonly Design[],
  figures: SimulatedFigures,
  watts: Watts,
): KnownFigures {
  const designOf = (kind: string) => designs.find((design) => design.kind === kind);
  return {
    published: (kind, id) => publishedOf(designOf(kind)?.figures ?? [], id),
    simulated: (kind, id) => figures.get(kind)?.get(id) ?? Number.NaN,
    isFitted(kind, id) {
      const design = designOf(kind);
      const figure = design?.figures.find((each) => each.id === id);
      if (design === undefined || figure === undefined) return false;
      const isFitted = fittedFigures(design).has(id);
      return isCalibrated(classOf({ stated: figure.class, isFitted, isSimulated: true, ofSame: null }));
    },
    watts: (kind, variant = '') => watts.get(`${kind}/${variant}`) ?? Number.NaN,
  };
}

/** The figures that a parameter of the design was fitted to, by id. */
export function fittedFigures({ parameters }: Design): ReadonlySet<string> {
  return new Set(Object.values(parameters).flatMap(({ fittedTo = [] }) => fittedTo));
}

/**
 * All simulated figures of a design, those that need powers or other designs among them. Throws BadInput for
 * one that has no place in the design's file: it would be lost.
 */
export function valuesOfDesign(
  published: PublishedDesign,
  design: Design,
  figures: SimulatedFigures,
  known: KnownFigures,
): ReadonlyMap<string, CrossFigure> {
  const own = [...(figures.get(design.kind) ?? [])].map(([id, value]): [string, CrossFigure] => [
    id,
    { value, isCalibrated: false },
  ]);
  const values = new Map([...own, ...(published.crossFigures?.(design, known) ?? [])]);
  const lost = [...values.keys()].filter((id) => !design.figures.some((figure) => figure.id === id));
  if (lost.length > 0)
    throw new BadInput(
      `design ${design.kind}: its file does not list what is simulated: ${lost.join(', ')} (under \`figures\`)`,
    );
  return values;
}
