import { acceleratorKinds } from '../hw/array/kinds/index.ts';
import { PALETTE } from './charts/palette.ts';

/**
 * Places of accelerators in the palette and in the list of markers, for any list of them: a kind has the same
 * colour in every chart, whatever stands beside it. A name that comes again has its colour again, dashed,
 * and another marker; one that is no kind has a colour that the others leave free.
 */
export function acceleratorPlaces(names: readonly string[]): readonly number[] {
  const bases = new Map<string, number>();
  for (const name of names)
    if (acceleratorKinds.includes(name)) bases.set(name, acceleratorKinds.indexOf(name));
  const taken = new Set(bases.values());
  for (const name of names) {
    if (bases.has(name)) continue;
    let free = 0;
    while (taken.has(free)) free++;
    taken.add(free);
    bases.set(name, free);
  }
  return names.map((name, at) => {
    const before = names.slice(0, at).filter((other) => other === name).length;
    return (bases.get(name) as number) + PALETTE.length * before;
  });
}
