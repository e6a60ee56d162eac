import type { ReproducedDesign, ReproducedRow, Reproduction } from '../../published/result.ts';
import type { Column, Table } from '../tables/table.ts';

/** All figures in one table, with every digit: for spreadsheets. */
export function rowsTable({ rows }: Reproduction): Table {
  const keys = ['design', 'id', 'figure', 'unit', 'published', 'simulated', 'errorPercent', 'mark'] as const;
  const others = ['calibrated', 'barPercent', 'withinBar', 'note', 'source'] as const;
  const nested = ['class', 'nullModelErrorPercent', 'seedsMeanPercent', 'seedsMinPercent', 'seedsMaxPercent'];
  const spreads = ['sameAs', 'powerModelsLow', 'powerModelsHigh', 'choices', 'choicesWithinBar'];
  return {
    columns: [...keys, ...others, ...nested, ...spreads, 'choicesMinPercent', 'choicesMaxPercent'].map(
      (key) => ({ key, title: key }),
    ),
    rows: rows.map(({ seeds, overPowerModels, choices, ...row }) => ({
      ...row,
      seedsMeanPercent: seeds?.mean ?? null,
      seedsMinPercent: seeds?.min ?? null,
      seedsMaxPercent: seeds?.max ?? null,
      powerModelsLow: overPowerModels?.low ?? null,
      powerModelsHigh: overPowerModels?.high ?? null,
      choices: choices?.combinations ?? null,
      choicesWithinBar: choices?.withinBar ?? null,
      choicesMinPercent: choices?.minPercent ?? null,
      choicesMaxPercent: choices?.maxPercent ?? null,
    })),
  };
}

/** The published figures of a design beside the simulated ones. */
export function figureTable({ version, configHash }: Reproduction, design: ReproducedDesign): Table {
  const { name, rows, nullModel } = design;
  return {
    title: `${name}: published and simulated (bbsim ${version}, config ${configHash})`,
    columns: [
      { key: 'figure', title: 'figure' },
      { key: 'unit', title: 'unit' },
      { key: 'published', title: 'published', align: 'right' },
      { key: 'simulated', title: 'simulated', align: 'right' },
      { key: 'error', title: 'error', unit: '%', align: 'right' },
      { key: 'seeds', title: 'seeds 1 to 5, mean (range)', unit: '%', align: 'right' },
      ...columnIf(nullModel !== null, { key: 'null', title: 'null model', unit: '%', align: 'right' }),
      { key: 'bar', title: 'bar', unit: '%', align: 'right' },
      { key: 'kept', title: 'bar kept' },
      { key: 'mark', title: 'mark of the published figure' },
      { key: 'class', title: 'simulated is' },
      { key: 'same', title: 'the same as' },
    ],
    rows: rows.map((row) => cellsOf(row, rows)),
    notes: [
      'Predicted: by the mechanism. Fitted: a parameter was fitted to this figure or to one that it follows from, a shape was searched for it, or it rests on the fitted power model. Arithmetic: it follows from published inputs alone. Unpublished choice: choices that no source gives decide it. A bar is judged on the mean of the seeds; figures that are one number in another unit name the one that they are the same as.',
      ...(nullModel === null ? [] : [`Null model: ${oneLine(nullModel)}`]),
      ...rows.flatMap(notesOf),
    ],
  };
}

function columnIf(isThere: boolean, column: Column): Column[] {
  return isThere ? [column] : [];
}

function cellsOf(
  row: ReproducedRow,
  rows: readonly ReproducedRow[],
): Readonly<Record<string, string | null>> {
  const { figure, unit, published, simulated, errorPercent, barPercent, withinBar, mark, seeds } = row;
  const error = row.nullModelErrorPercent;
  return {
    figure,
    unit,
    published: significant(published),
    simulated: simulated === null ? null : significant(simulated),
    error: errorPercent === null ? null : signed(errorPercent),
    seeds: seeds === null ? null : rangeText(seeds),
    null: error === null ? null : signed(error),
    bar: barPercent === null ? null : String(barPercent),
    kept: withinBar === null ? null : withinBar ? 'yes' : 'MISSED',
    mark,
    class: simulated === null ? 'not simulated' : row.class.replace('-', ' '),
    same: rows.find(({ id }) => id === row.sameAs)?.figure ?? null,
  };
}

/** The mean alone where all seeds have the same. */
function rangeText({ mean, min, max }: NonNullable<ReproducedRow['seeds']>): string {
  const [low, high] = [signed(min), signed(max)];
  return low === high ? signed(mean) : `${signed(mean)} (${low} to ${high})`;
}

function notesOf({ figure, unit, note, overPowerModels, choices, barPercent }: ReproducedRow): string[] {
  const notes = note === null ? [] : [`${figure}: ${note}`];
  if (overPowerModels !== null) {
    const { low, high } = overPowerModels;
    notes.push(`${figure}: ${significant(low)} to ${significant(high)} ${unit} over the power models below.`);
  }
  if (choices !== null) {
    const { combinations, withinBar, minPercent, maxPercent } = choices;
    const within = withinBar === null ? '' : `; ${withinBar} of them within the bar of ${barPercent} %`;
    notes.push(
      `${figure}: ${signed(minPercent)} to ${signed(maxPercent)} % over ${combinations} combinations of unpublished choices${within}.`,
    );
  }
  return notes;
}

/** A text in one line. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Four significant digits, none of them after the point for large numbers; thousands apart. */
export function significant(value: number): string {
  const digits = Math.max(0, Math.min(3, 3 - Math.floor(Math.log10(Math.abs(value) || 1))));
  const [whole, fraction] = value.toFixed(digits).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  const rest = fraction?.replace(/0+$/, '') ?? '';
  return rest === '' ? grouped : `${grouped}.${rest}`;
}

/** An error in percent with its sign and one digit. */
export function signed(percent: number): string {
  const text = percent.toFixed(1);
  return text === '-0.0' || text === '0.0' ? '0.0' : percent > 0 ? `+${text}` : text;
}
