import type { PatternRow, PatternStudyResult } from '../../study/patterns/patterns-result.ts';
import { keptColumns, keptMeaning, storageDigits } from '../kept-columns.ts';
import { stepWords } from '../step-words.ts';
import { clockWords } from '../tables/clock-words.ts';
import { formatNumber } from '../tables/number-text.ts';
import type { Table } from '../tables/table.ts';
import { memoryColumns, nameColumn, type RowColumn, type ShownRow, stepColumns, tableOf } from './columns.ts';
import { presetsOf, triedArrays } from './rows.ts';
import { aimText, equalityWords, searchedText, studiedPatterns } from './studied-pattern.ts';

/**
 * The tables of a study of patterns for people: what each keeps and what that takes in memory; one step on
 * its array, with what wins where; the arrays that were tried.
 */
export function patternStudyTables(result: PatternStudyResult): Table[] {
  return [
    {
      ...tableOf(result, [nameColumn, ...keptColumns, ...memoryColumns.map(withDigits(result))]),
      title: titleOf(result),
      notes: [...keptNotes(result), ...problemNotes(result)],
    },
    {
      ...tableOf(result, [nameColumn, ...namedArray(stepColumns)]),
      title: `One ${stepWords(result)} on the fastest array that fits: ${platformText(result)}`,
      notes: [...stepNotes(result), ...result.regimes.map(({ sentence }) => sentence)],
    },
    ...(triedArrays(result).length > 0 ? [triedTable(result)] : []),
  ];
}

function titleOf(result: PatternStudyResult): string {
  const { workload, requestedSparsity, version, configHash } = result;
  const model = `as bank-balanced at ${(100 * requestedSparsity).toFixed(1)} % sparsity`;
  return `${workload}: patterns at ${equalityWords[result.equal]}, ${aimText(result)} ${model} (bbsim ${version}, config ${configHash})`;
}

/** `weights resident, xcku115, 200 MHz`. */
function platformText({ residency, device, clockMhz }: PatternStudyResult): string {
  return `weights ${residency}, ${device}, ${clockWords(clockMhz)}`;
}

/** An array and how it differs from its preset in one column. */
function namedArray(columns: readonly RowColumn[]): RowColumn[] {
  return columns
    .filter(({ key }) => key !== 'design')
    .map((column) => (column.key === 'accelerator' ? { ...column, cell: arrayText } : column));
}

function arrayText({ accelerator, design }: Pick<ShownRow, 'accelerator' | 'design'>): string | null {
  return design === null || accelerator === null ? accelerator : `${accelerator} ${design}`;
}

/** Storage with as many digits as its column has room for. */
function withDigits({ denseBits }: PatternStudyResult): (column: RowColumn) => RowColumn {
  return (column) => (column.key === 'storageKib' ? { ...column, digits: storageDigits(denseBits) } : column);
}

const storageMeaning =
  'Storage: in the format of the pattern; the arrays below hold the same weights in formats of their own.';

function keptNotes(result: PatternStudyResult): string[] {
  const shared = studiedPatterns(result).filter(({ kept, positions }) => positions > kept);
  const names = shared.map(({ pattern }) => pattern).join(', ');
  return [
    keptMeaning,
    storageMeaning,
    ...(shared.length === 0
      ? []
      : [`Overlap of ${names}: of all positions, several of which share a value.`]),
    ...(result.dense === null ? [] : ['Dense: the unpruned model, for reference.']),
  ];
}

function problemNotes({ rows }: PatternStudyResult): string[] {
  return rows.flatMap(({ pattern, problem }) => (problem === null ? [] : [`${pattern}: ${problem}`]));
}

function stepNotes(result: PatternStudyResult): string[] {
  const studied = studiedPatterns(result);
  const over = studied.filter(({ fits }) => !fits).map(({ pattern }) => pattern);
  const isAll = over.length === studied.length;
  const which = isAll ? 'any pattern' : over.join(', ');
  const searched = searchedText(result);
  const than = result.frontAxis === 'storageBits' ? 'takes fewer bits' : 'keeps more of w^2';
  const asGood = result.frontAxis === 'storageBits' ? 'takes as few' : 'keeps as much';
  return [
    ...(searched === '' ? [] : [`${searched}.`]),
    ...(over.length === 0
      ? []
      : [`No array of ${which} fits ${result.device} with these weights: the fastest is shown.`]),
    `Conflict stalls: cycles of the step in which the PE that finishes last waits for a bank, or of banked-decoupled for its slowest lane. Logic: LUTs or ALMs. Front: no other pattern${over.length > 0 && !isAll ? ' that fits' : ''} is as fast and ${than}, or faster and ${asGood}.`,
  ];
}

/** Cycles of every pattern on every array that was tried. */
function triedTable(result: PatternStudyResult): Table {
  const accelerators = triedArrays(result);
  const rows = result.rows.filter(({ arrays }) => arrays.length > 0);
  return {
    title: 'Cycles on the arrays that were tried',
    columns: [
      { key: nameColumn.key, title: nameColumn.title },
      ...accelerators.map((name) => ({ key: name, title: name, align: 'right' as const })),
    ],
    rows: rows.map((row) => ({
      pattern: row.pattern,
      ...Object.fromEntries(accelerators.map((accelerator) => [accelerator, triedText(row, accelerator)])),
    })),
    notes: [...(rows.some(isOver) ? [`*: does not fit ${result.device}.`] : []), ...refusals(rows)],
  };
}

const isOver = ({ arrays }: PatternRow): boolean => arrays.some(({ fits }) => fits === false);

/** `12,345`, or `12,345 *`; null where the array was not tried or refuses. */
function triedText(row: PatternRow, accelerator: string): string | null {
  const tried = presetsOf(row).find((one) => one.accelerator === accelerator);
  if (tried === undefined || tried.cycles === null) return tried === undefined ? null : 'refused';
  return `${formatNumber(tried.cycles, 0)}${tried.fits === false ? ' *' : ''}`;
}

/** Why arrays refuse, each reason of an array once, with the patterns that meet it. */
function refusals(rows: readonly PatternRow[]): string[] {
  return rows.flatMap(({ pattern, arrays }) =>
    arrays.flatMap(({ accelerator, problem }) =>
      problem === null ? [] : [`${pattern} on ${accelerator}: ${problem}`],
    ),
  );
}
