import type { PatternStudyResult } from '../../study/patterns/patterns-result.ts';
import type { ChartText, NamedChart } from '../charts/spec.ts';
import { maskSheet } from '../inspect/mask-sheet.ts';
import { stepWords } from '../step-words.ts';
import { clockWords } from '../tables/clock-words.ts';
import { BITS_PER_KIB, formatNumber } from '../tables/number-text.ts';
import { frontByLatency } from './front-by-latency.ts';
import type { ShownPatterns } from './shown-patterns.ts';
import {
  aimText,
  equalityWords,
  type StudiedPattern,
  searchedText,
  studiedPatterns,
} from './studied-pattern.ts';

/**
 * The charts of a study of patterns: magnitude, or storage where magnitudes are equal, against latency;
 * storage, cycles and energy, the least first; where there is a picture, the masks of the field's figure and
 * those of all patterns.
 */
export function patternStudyCharts({ result, picture }: ShownPatterns): NamedChart[] {
  const studied = studiedPatterns(result);
  const figures =
    studied.length === 0
      ? []
      : [
          frontChart(result, studied),
          storageChart(result, studied),
          cyclesChart(result, studied),
          energyChart(result, studied),
        ];
  return [...figures, ...(picture === null ? [] : maskCharts(result, picture))];
}

/** What the front is of, against latency. */
function frontChart(result: PatternStudyResult, patterns: readonly StudiedPattern[]): NamedChart {
  const { frontAxis } = result;
  const what = frontAxis === 'storageBits' ? 'What patterns take in memory' : 'What patterns keep';
  const text = onArrays(result, textOf(result, `${what} against the latency of one ${stepWords(result)}`));
  return frontByLatency(patterns, frontAxis, text);
}

/** With what is said of designs that were searched. */
function onArrays(result: PatternStudyResult, text: ChartText): ChartText {
  const searched = searchedText(result);
  return searched === '' ? text : { ...text, subtitle: `${text.subtitle}. ${searched}` };
}

function textOf(result: PatternStudyResult, title: string): ChartText {
  const { workload, configHash, version, rows } = result;
  const without = rows.filter(({ problem }) => problem !== null).map(({ pattern }) => pattern);
  const left = without.length === 0 ? '' : `. These weights cannot have ${without.join(', ')}`;
  return {
    title,
    subtitle: `${workload}, ${platformOf(result)}, at ${equalityWords[result.equal]}: ${aimText(result)}${left}`,
    configHash,
    toolVersion: version,
  };
}

const platformOf = ({ device, clockMhz, residency }: PatternStudyResult): string =>
  `${device}, ${clockWords(clockMhz)}, weights ${residency}`;

/** Patterns by a figure, the least first; equal ones in the order in which patterns are listed. */
function inOrder(
  patterns: readonly StudiedPattern[],
  figure: (pattern: StudiedPattern) => number,
): StudiedPattern[] {
  return patterns.toSorted((a, b) => figure(a) - figure(b));
}

function storageChart(result: PatternStudyResult, patterns: readonly StudiedPattern[]): NamedChart {
  const text = textOf(result, 'What patterns take in memory');
  const dense = formatNumber(result.denseBits / BITS_PER_KIB, 1);
  return {
    file: 'storage-by-pattern',
    spec: {
      ...text,
      subtitle: `${text.subtitle}; dense weights: ${dense} KiB`,
      kind: 'stacked-bars',
      value: { title: 'storage', unit: 'KiB' },
      categories: ['values', 'indices', 'pointers'],
      isOneScale: true,
      bars: inOrder(patterns, ({ storageBits }) => storageBits).map(
        ({ pattern, format, storageBits, indexBits, pointerBits }) => ({
          name: `${pattern} (${format})`,
          values: [storageBits - indexBits - pointerBits, indexBits, pointerBits].map(
            (bits) => bits / BITS_PER_KIB,
          ),
        }),
      ),
    },
  };
}

/** `bank-balanced on bbs`; those that do not fit say so in every chart of an array. */
const arrayName = ({ pattern, accelerator, design, fits }: StudiedPattern): string =>
  `${pattern} on ${accelerator}${design === null ? '' : ` ${sizeOf(design)}`}${fits ? '' : ' (does not fit)'}`;

/** `64 x 32` of `64 x 32, rows balanced`: what a bar has room for. */
const sizeOf = (design: string): string => design.split(',', 1)[0];

function cyclesChart(result: PatternStudyResult, patterns: readonly StudiedPattern[]): NamedChart {
  return {
    file: 'cycles-by-pattern',
    spec: {
      ...onArrays(result, textOf(result, `Cycles of one ${stepWords(result)} by pattern`)),
      kind: 'stacked-bars',
      value: { title: 'cycles of one step', unit: '' },
      digits: 0,
      categories: ['all but conflicts', 'conflict stalls'],
      bars: inOrder(patterns, ({ cycles }) => cycles).map((pattern) => ({
        name: arrayName(pattern),
        values: [pattern.cycles - pattern.conflictStallCycles, pattern.conflictStallCycles],
      })),
    },
  };
}

function energyChart(result: PatternStudyResult, patterns: readonly StudiedPattern[]): NamedChart {
  return {
    file: 'energy-by-pattern',
    spec: {
      ...onArrays(result, textOf(result, `Energy of one ${stepWords(result)} by pattern`)),
      kind: 'stacked-bars',
      value: { title: 'energy of one step', unit: 'uJ' },
      categories: ['energy'],
      bars: inOrder(patterns, ({ energyUj }) => energyUj).map((pattern) => ({
        name: arrayName(pattern),
        values: [pattern.energyUj],
      })),
    },
  };
}

/** A sheet of the field's figure, and one of everything. */
function maskCharts(
  result: PatternStudyResult,
  picture: NonNullable<ShownPatterns['picture']>,
): NamedChart[] {
  const { workload, configHash, version } = result;
  const { tensor, rows, cols, masks, figure } = picture;
  const text = (title: string): ChartText => ({
    title,
    subtitle: `${workload}, ${tensor}, ${rows} x ${cols}, at ${equalityWords[result.equal]}: ${aimText(result)} in all matrices`,
    configHash,
    toolVersion: version,
  });
  const sheet = (file: string, title: string, names: readonly string[]): NamedChart[] =>
    names.length === 0 ? [] : [{ file, spec: maskSheet(text(title), picture, names) }];
  return [
    ...sheet('masks', 'The weights that patterns keep of the same tile', figure),
    ...sheet(
      'masks-all',
      'The same tile under every pattern',
      masks.map(({ name }) => name),
    ),
  ];
}
