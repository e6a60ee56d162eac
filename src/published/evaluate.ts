import { BadInput } from '../errors/bad-input.ts';
import { type Design, type Figure, publishedOf } from './design.ts';
import { classOf, type FigureClass } from './figure-class.ts';
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
    isPredicted(kind, id) {
      const design = designOf(kind);
      const figure = design?.figures.find((each) => each.id === id);
      if (design === undefined || figure === undefined) return false;
      return (
        classOfFigure(
          design,
          figure,
          () => false,
          () => true,
        ) === 'predicted'
      );
    },
    watts: (kind, variant = '') => watts.get(`${kind}/${variant}`) ?? Number.NaN,
  };
}

/**
 * The class of a figure of a design, where `restsOnFit` and `isSimulated` say of an id whether it rests on
 * something that was fitted and whether it has a simulated value.
 */
export function classOfFigure(
  design: Design,
  figure: Figure,
  restsOnFit: (id: string) => boolean,
  isSimulated: (id: string) => boolean,
): FigureClass {
  const { id, class: stated, sameAs } = figure;
  const same = design.figures.find((each) => each.id === sameAs);
  const isFittedTo = Object.values(design.parameters).some(({ fittedTo = [] }) => fittedTo.includes(id));
  return classOf({
    stated,
    isFitted: isFittedTo || restsOnFit(id),
    isSimulated: isSimulated(id),
    ofSame: same === undefined ? null : classOfFigure(design, same, restsOnFit, isSimulated),
  });
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
