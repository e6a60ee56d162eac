import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getHeapStatistics } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { casesOf } from '../../drawn.ts';
import { totalAllocation, watchAllocations } from '../allocations.ts';

// Readers that keep a constructor of memory when they are loaded are watched as well.
watchAllocations();
const { BadInput } = await import('../../../src/errors/bad-input.ts');
const { tensorFormats } = await import('../../../src/tensors/open.ts');
const { findModels } = await import('../../../src/lstm/weights/choose-model.ts');
const { formatSeeds } = await import('./seeds.ts');
const { mutantOf } = await import('./mutant.ts');
const { within } = await import('./within.ts');
type Mutant = import('./mutant.ts').Mutant;
type FormatSeeds = import('./seeds.ts').FormatSeeds;

const MIB = 2 ** 20;
const SEED = Number(process.env.BBSIM_FUZZ_SEED ?? 20190224);
const PATH = 'folder/m.bin';
/** Mutants that are read before time is looked at: what takes a minute for so few hangs. */
const BATCH = 50;
const MOST_SECONDS = 60;
const LONGEST_MESSAGE = 2000;

/** What is wrong with the message of a refusal; null: nothing. */
function faultOf(message: string): string | null {
  if (!message.startsWith(`${PATH}: `) && !message.startsWith(`${PATH}, `))
    return 'the message does not begin with the path';
  if (message.length > LONGEST_MESSAGE) return `the message has ${message.length} characters`;
  if (/\p{Cc}/u.test(message)) return 'the message has control characters';
  return /undefined|\[object/.test(message) ? 'the message shows what only a program knows' : null;
}

/** Reads all of a damaged file that can be read, and says what is wrong with how the rest is refused. */
class Reading {
  readonly faults: string[] = [];
  refused = 0;
  private readonly bound: number;

  constructor({ bytes, companions }: Mutant) {
    const all = [bytes, ...companions.values()].reduce((sum, { length }) => sum + length, 0);
    this.bound = 3 * all + 64 * MIB;
  }

  /** Does one step: null where it is refused. */
  step<T>(work: () => T): T | null {
    let result: T | null = null;
    const heap = getHeapStatistics().used_heap_size;
    const taken = totalAllocation(() => {
      try {
        result = work();
      } catch (error) {
        this.refusal(error);
      }
    });
    const grown = getHeapStatistics().used_heap_size - heap;
    if (taken + Math.max(0, grown) > this.bound)
      this.faults.push(`takes ${taken} bytes in arrays and ${grown} in objects`);
    return result;
  }

  private refusal(error: unknown): void {
    this.refused++;
    if (!(error instanceof BadInput)) {
      if ((error as { code?: unknown }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
      this.faults.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
      return;
    }
    const fault = faultOf(error.message);
    if (fault !== null) this.faults.push(`${fault}: ${error.message.slice(0, LONGEST_MESSAGE)}`);
  }
}

function readAll({ format }: FormatSeeds, mutant: Mutant): Reading {
  const reading = new Reading(mutant);
  const { bytes, companions } = mutant;
  for (const each of tensorFormats) reading.step(() => each.matches(bytes));
  reading.step(() => format.companions?.(bytes, PATH));
  const file = reading.step(() => format.open(bytes, PATH, companions));
  if (file === null) return reading;
  for (const name of file.names) {
    reading.step(() => file.shape(name));
    reading.step(() => file.read(name));
  }
  const found = reading.step(() => findModels(file, PATH));
  for (const model of found?.models ?? [])
    for (const each of [model, ...model.parts]) reading.step(() => each.read());
  return reading;
}

/** With BBSIM_FUZZ_SAVE a folder: mutants that are not refused as they should be are written there. */
function keep(name: string, { bytes, companions }: Mutant): void {
  const folder = process.env.BBSIM_FUZZ_SAVE;
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), bytes);
  for (const [path, each] of companions)
    writeFileSync(join(folder, `${name}.${path.replaceAll('/', '_')}`), each);
}

/** What is wrong with how mutants are read: the first few. */
function faultsOf(seeds: FormatSeeds, cases: number) {
  const faults: string[] = [];
  const outcomes = { read: 0, refused: 0 };
  let number = 0;
  const readOne = () => {
    const mutant = mutantOf(seeds, SEED, number);
    const { refused, faults: own } = readAll(seeds, mutant);
    outcomes[refused === 0 ? 'read' : 'refused']++;
    if (own.length === 0) return;
    faults.push(`mutant ${number} of ${mutant.of}: ${own[0]}`);
    keep(`${seeds.format.name}-${number}`, mutant);
  };
  try {
    while (number < cases && faults.length < 20)
      within(MOST_SECONDS, () => {
        for (const end = Math.min(cases, number + BATCH); number < end; number++) readOne();
      });
  } catch (error) {
    keep(`${seeds.format.name}-${number}`, mutantOf(seeds, SEED, number));
    faults.push(`mutant ${number} does not end: ${error}`);
  }
  return { faults, outcomes };
}

describe.each(formatSeeds)('a file of $format.name', (seeds) => {
  const { format, files } = seeds;

  it('has undamaged files to start from, which are read, and not by another format', () => {
    expect(files.length).toBeGreaterThan(0);
    for (const { name, bytes, companions } of files) {
      expect([name, ...tensorFormats.filter((each) => each.matches(bytes)).slice(0, 1)]).toEqual([
        name,
        format,
      ]);
      expect(readAll(seeds, { of: name, bytes, companions }).faults).toEqual([]);
    }
  });

  it('that is damaged is read, or refused with the place, in bounded time and memory', () => {
    const cases = casesOf(500, 10_000);
    const { faults, outcomes } = faultsOf(seeds, cases);
    expect(faults, faults.join('\n')).toEqual([]);
    expect(outcomes.read).toBeGreaterThan(0);
    expect(outcomes.refused).toBeGreaterThan(cases / 4);
  });
});

describe('the harness itself', () => {
  it('stops what does not end', () => {
    const forever = () => {
      for (;;);
    };
    expect(() => within(0.05, forever)).toThrow(/timed out/);
    expect(() => within(60, () => JSON.parse('{'))).toThrow(SyntaxError);
  });

  it('makes the same mutants of the same seed, and others of another', () => {
    const [seeds] = formatSeeds;
    const bytesOf = (seed: number) =>
      Array.from({ length: 20 }, (_, number) =>
        Buffer.from(mutantOf(seeds, seed, number).bytes).toString('hex'),
      );
    expect(bytesOf(1)).toEqual(bytesOf(1));
    expect(bytesOf(1)).not.toEqual(bytesOf(2));
    expect(new Set(bytesOf(1)).size).toBeGreaterThan(15);
  });

  it.each([
    ['m.bin: no folder', 'the message does not begin with the path'],
    [`${PATH}: a\nb`, 'the message has control characters'],
    [`${PATH}: ${'x'.repeat(3000)}`, 'the message has 3014 characters'],
    [`${PATH}: shape undefined`, 'the message shows what only a program knows'],
    [`${PATH}, tensor a: cut short`, null],
  ])('judges messages: %s', (message, fault) => expect(faultOf(message)).toBe(fault));

  it.each([
    ['an error of a program', () => null as unknown as string[], /TypeError/],
    ['memory', () => [String(new Uint8Array(65 * MIB).length)], /takes 681\d+ bytes/],
  ])('finds %s', (_, work, fault) => {
    const reading = new Reading({ of: '', bytes: new Uint8Array(1), companions: new Map() });
    reading.step(() => work().length);
    expect(reading.faults.join()).toMatch(fault);
  });
});
