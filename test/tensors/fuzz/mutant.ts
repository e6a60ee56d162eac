import { type Random, seeded } from '../../../src/num/random.ts';
import type { Companions } from '../../../src/tensors/tensor-file.ts';
import type { Envelope } from './envelopes.ts';
import { below, damaged } from './mutators.ts';
import type { FormatSeeds } from './seeds.ts';

/** A damaged file, with those that belong to it: one of them is damaged. */
export interface Mutant {
  /** The file that it was made of. */
  readonly of: string;
  readonly bytes: Uint8Array;
  readonly companions: Companions;
}

/** The mutant of a number: the same at every call for the same seed. */
export function mutantOf({ format, files, envelope }: FormatSeeds, seed: number, number: number): Mutant {
  const random = seeded(`${seed} ${format.name} ${number}`);
  const { name, bytes, companions } = files[below(files.length, random)];
  const others = files.flatMap((file) => [file.bytes, ...file.companions.values()]);
  const damage = (whole: Uint8Array): Uint8Array => {
    const contents = random() < 0.6 ? contentsOf(whole, envelope) : [];
    if (contents.length === 0) return damaged(whole, random, others);
    const hit = below(contents.length, random);
    const inside = contents.map((each, i) => (i === hit ? changed(each, random, contents) : each));
    return envelope?.close(whole, inside) ?? whole;
  };
  const hit = below(1 + companions.size, random);
  if (hit === 0) return { of: name, bytes: damage(bytes), companions };
  const beside = [...companions].map(
    ([path, each], i) => [path, i === hit - 1 ? damage(each) : each] as const,
  );
  return { of: name, bytes, companions: new Map(beside) };
}

function changed(contents: Uint8Array, random: Random, others: readonly Uint8Array[]): Uint8Array {
  return contents.length === 0 ? contents : damaged(contents, random, others);
}

const opened = new WeakMap<Uint8Array, readonly Uint8Array[]>();

/** The contents of an undamaged file, which are unpacked once. */
function contentsOf(whole: Uint8Array, envelope: Envelope | null): readonly Uint8Array[] {
  const contents = opened.get(whole) ?? envelope?.open(whole) ?? [];
  opened.set(whole, contents);
  return contents;
}
