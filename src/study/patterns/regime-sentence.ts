import { buildable, type RunningRow } from './pattern-front.ts';
import { farFromEqual, type StudiedRows } from './pattern-remarks.ts';
import type { PatternRegime } from './patterns-result.ts';

/** A pattern on one of its arrays, with what differs among these. */
interface Contender {
  readonly row: RunningRow;
  readonly accelerator: string;
  readonly design: string | null;
  readonly cycles: number;
  readonly latencyUs: number;
  readonly energyUj: number;
  readonly logic: number;
  readonly fits: boolean;
}

/** What patterns compete in. */
export interface CompetedMeasure {
  /** The regime, where nothing else is asked of the patterns. */
  readonly name: string;
  /** What is said of one winner, and of several: `is the fastest`. */
  readonly best: readonly [one: string, several: string];
  /** Less wins. */
  readonly of: (contender: Contender) => number;
  readonly words: (contender: Contender, study: StudiedRows) => string;
  /** How far the winner is ahead: `21.0 % less time`. */
  readonly ahead: (winner: Contender, next: Contender) => string;
  /** Whether arrays differ in it: then it is asked for on every array, of what fits the device. */
  readonly isOfArray: boolean;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** `12,345` and `1,120.0`. */
const grouped = (text: string): string => text.replace(/\B(?=(\d{3})+(\.|$))/g, ',');

/** A share that is not 0 does not read as 0: a winner is ahead. */
const savedText = (share: number): string =>
  share > 0 && percent(share) === percent(0) ? 'under 0.1 %' : percent(share);

const saved = (of: (contender: Contender) => number, what: string): CompetedMeasure['ahead'] => {
  return (winner, next) => `${savedText(1 - of(winner) / of(next))} ${what}`;
};

const latency = ({ latencyUs }: Contender) => latencyUs;
const energy = ({ energyUj }: Contender) => energyUj;
const logic = (contender: Contender) => contender.logic;
const bits = ({ row }: Contender) => row.storageBits;
const values = ({ row }: Contender) => row.kept;
const magnitude = ({ row }: Contender) => row.keptMagnitudeShare;

/** What patterns compete in, each once. */
export const measures = {
  fastest: {
    name: 'latency',
    best: ['is the fastest', 'are the fastest'],
    of: latency,
    words: ({ cycles }) => `${grouped(`${cycles}`)} cycles`,
    ahead: saved(latency, 'less time'),
    isOfArray: true,
  },
  bits: {
    name: 'bits',
    best: ['is the smallest', 'are the smallest'],
    of: bits,
    words: ({ row }) => bitsText(row.storageBits),
    ahead: saved(bits, 'fewer bits'),
    isOfArray: false,
  },
  values: {
    name: 'values',
    best: ['stores the fewest values', 'store the fewest values'],
    of: values,
    words: ({ row }) => grouped(`${row.kept}`),
    ahead: saved(values, 'fewer'),
    isOfArray: false,
  },
  magnitude: {
    name: 'magnitude',
    best: ['keeps the most of the squared magnitude', 'keep the most of the squared magnitude'],
    of: (contender) => -magnitude(contender),
    words: ({ row }) => percent(row.keptMagnitudeShare),
    ahead: (winner, next) => `${(100 * (magnitude(winner) - magnitude(next))).toFixed(1)} points more`,
    isOfArray: false,
  },
  energy: {
    name: 'energy',
    best: ['needs the least energy for a step', 'need the least energy for a step'],
    of: energy,
    words: ({ energyUj }) => `${grouped(energyUj.toPrecision(4))} uJ`,
    ahead: saved(energy, 'less'),
    isOfArray: true,
  },
  logic: {
    name: 'logic',
    best: ['takes the least logic', 'take the least logic'],
    of: logic,
    words: (contender, { logicUnit }) => `${grouped(`${contender.logic}`)} ${logicUnit}`,
    ahead: saved(logic, 'less'),
    isOfArray: true,
  },
} as const satisfies Readonly<Record<string, CompetedMeasure>>;

const BITS_PER_KIB = 8192;

/** `1,120.0 KiB`; less than one to the bit. */
export function bitsText(count: number): string {
  if (count < BITS_PER_KIB) return `${count} bits`;
  return `${grouped((count / BITS_PER_KIB).toFixed(1))} KiB`;
}

/** Who wins among some rows, and by how much: `of` says who they are. */
export function regimeOf(
  study: StudiedRows,
  rows: readonly RunningRow[],
  measure: CompetedMeasure,
  name: string,
  of: string,
): PatternRegime {
  const all = rows.flatMap((row) => contendersOf(row, measure.isOfArray));
  const { isOfArray } = measure;
  const eligible = isOfArray ? buildable(all) : all;
  const winners = bestOf(eligible, measure);
  const [winner] = winners;
  const isWinner = ({ row }: Contender) => winners.some((one) => one.row === row);
  const next =
    bestOf(
      eligible.filter((one) => !isWinner(one)),
      measure,
    )[0] ?? null;
  const [is, are] = measure.best;
  const [best, each] = winners.length > 1 ? [are, ' each'] : [is, ''];
  const sentence = [
    `${of}, ${namesOf(winners, isOfArray)} ${best}: ${measure.words(winner, study)}${each}`,
    next === null
      ? ''
      : `, ${measure.ahead(winner, next)} than the ${measure.words(next, study)} of ${nameOf(next, isOfArray)}`,
    unequalWords(study, winners),
    isOfArray ? fitWords(study, all, winners, measure) : ofUnbuilt(study, winner),
  ].join('');
  const accelerator = isOfArray ? winner.accelerator : null;
  return { name, pattern: winner.row.pattern, accelerator, sentence: `${capital(sentence)}.` };
}

function contendersOf(row: RunningRow, isOfArray: boolean): Contender[] {
  if (!isOfArray) return [{ ...row, row }];
  return row.arrays.flatMap(({ accelerator, design, cycles, latencyUs, energyUj, logic: cells, fits }) =>
    cycles === null || latencyUs === null || energyUj === null || cells === null || fits === null
      ? []
      : [{ row, accelerator, design, cycles, latencyUs, energyUj, logic: cells, fits }],
  );
}

/** The best, one for each pattern that has the same figure, in their order. */
function bestOf(contenders: readonly Contender[], { of }: CompetedMeasure): readonly Contender[] {
  const least = contenders.reduce((best, one) => Math.min(best, of(one)), Number.POSITIVE_INFINITY);
  const tied = contenders.filter((one) => of(one) === least);
  return tied.filter(({ row }, at) => tied.findIndex((other) => other.row === row) === at);
}

function nameOf({ row, ...array }: Contender, isOfArray: boolean): string {
  return isOfArray ? `${row.pattern} on ${arrayName(array)}` : row.pattern;
}

/** More equal ones than these are counted: the table has their names. */
const MOST_NAMED = 5;

function namesOf(contenders: readonly Contender[], isOfArray: boolean): string {
  const names = contenders.map((one) => nameOf(one, isOfArray));
  if (names.length > MOST_NAMED) return `${names[0]} and ${names.length - 1} others`;
  return names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
}

/** Winners that are not as equal as the others. */
function unequalWords(study: StudiedRows, winners: readonly Contender[]): string {
  const far = winners.flatMap(({ row }) => {
    const words = farFromEqual(study, row);
    return words === null ? [] : [`; ${row.pattern} has ${words} than bank-balanced`];
  });
  return far.join('');
}

/** What the device decides: whether anything else fits, and whether something better does not. */
function fitWords(
  study: StudiedRows,
  all: readonly Contender[],
  winners: readonly Contender[],
  measure: CompetedMeasure,
): string {
  const { device } = study;
  const [winner] = winners;
  if (!winner.fits) return `; none of them fits ${device}`;
  const unfit = all.filter(({ fits }) => !fits);
  const [best] = bestOf(unfit, measure);
  if (best === undefined) return '';
  const says = `${nameOf(best, true)} with ${measure.words(best, study)}`;
  const others = all.filter(({ row }) => !winners.some((one) => one.row === row));
  if (others.length > 0 && others.every(({ fits }) => !fits))
    return `; nothing else fits ${device}, the best of the rest is ${says}`;
  return measure.of(best) < measure.of(winner) ? `; ${says} is better, but does not fit ${device}` : '';
}

/** Of a winner whatever the array: whether it has one that fits. */
function ofUnbuilt({ device }: StudiedRows, { row }: Contender): string {
  return row.fits ? '' : `; none of its arrays fits ${device}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `banked-decoupled`, or of a design that was searched with its size, by which rows tell it apart. */
export function arrayName({ accelerator, design }: Pick<Contender, 'accelerator' | 'design'>): string {
  return design === null ? accelerator : `${accelerator} ${design.split(',', 1)[0]}`;
}
