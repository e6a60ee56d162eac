import type { RunResult } from '../../run/result.ts';
import { BITS_PER_KIB, formatNumber } from '../tables/number-text.ts';
import type { Table } from '../tables/table.ts';
import { blockTable, resourceTable } from './block-tables.ts';
import { runClockNote, stageTables } from './clock-tables.ts';
import { energyTable } from './energy-table.ts';
import { layerName } from './layer-name.ts';
import { nestedNotes } from './nested-notes.ts';
import { overflowNotes } from './overflow.ts';
import { storageTable } from './storage-table.ts';
import { columnNotes, otherWaitsNotes, summaryCells, summaryOfRun, toldColumns } from './summary.ts';

/** The row that `--format csv` prints: one line per run, so that files can be joined. */
export function runSummary(result: RunResult): Table {
  const { accelerator, workload, configHash } = result;
  return {
    columns: [
      { key: 'accelerator', title: 'accelerator' },
      { key: 'workload', title: 'workload' },
      { key: 'configHash', title: 'config' },
      ...summaryOfRun,
    ],
    rows: [{ accelerator, workload, configHash, ...summaryCells(result) }],
  };
}

/**
 * The tables of a run, for people: summary, phases and stalls per layer,
 * matrices, storage, energy, resources, what each block takes of them, and stages of the clock.
 */
export function runTables(result: RunResult): Table[] {
  return [
    runSummaryTable(result),
    phaseTable(result),
    stallTable(result),
    matrixTable(result),
    storageTable(result),
    energyTable(result),
    resourceTable(result),
    blockTable(result),
    ...stageTables(result),
  ];
}

/** What a run comes to, in one row. */
export function runSummaryTable(result: RunResult): Table {
  const { accelerator, workload, clockMhz, configHash, version, steps, accuracy } = result;
  return {
    title: `${accelerator} on ${workload}: one step at ${clockMhz} MHz (bbsim ${version}, config ${configHash})`,
    columns: toldColumns([result]),
    rows: [summaryCells(result)],
    notes: [
      valuesNote(accuracy),
      ...nestedNotes(result),
      ...stepsNote(steps.length, result.latencyUs),
      runClockNote(result),
      ...columnNotes,
      ...otherWaitsNotes([result]),
      ...overflowNotes([{ label: accelerator, run: result }]),
    ],
  };
}

function valuesNote(accuracy: RunResult['accuracy']): string {
  const places = Object.entries(accuracy?.saturations ?? {});
  const cut = places.flatMap(([place, count]) => (count ? [`${count} ${placeWords[place] ?? place}`] : []));
  const text = cut.join(', ') || 'none';
  if (accuracy === null || accuracy.comparedValues === 0) {
    const known = places.length === 0 ? '' : ` Saturations as far as they are known without: ${text}.`;
    return `Timing only: no values were computed (--no-values).${known}`;
  }
  return `${accuracy.comparedValues} values equal the integer reference bit for bit; saturations: ${text}.`;
}

const placeWords: Readonly<Record<string, string>> = { wrappedAccumulators: 'wrapped accumulators' };

function stepsNote(steps: number, latencyUs: number): string[] {
  if (steps === 1) return [];
  return [
    `${steps} steps take ${formatNumber(steps * latencyUs, 2)} us: every step takes as long as the first.`,
  ];
}

/** What passes in reverse have to do with the time of a step. */
function passNotes({ layers, config }: RunResult): string[] {
  if (layers.every(({ direction }) => direction === undefined)) return [];
  const isBidirectional = layers.some(({ direction }) => direction === 'forward');
  const which = isBidirectional ? 'A bidirectional layer' : 'A layer that runs in reverse';
  const { directions } = config as { readonly directions: string };
  return [
    `${which} needs all steps of the layer below: the time of a step is that of a sequence over its steps.`,
    ...(directions === 'parallel' && isBidirectional
      ? ['Both passes of a layer run at the same time, on two arrays: `all` has the longer of both.']
      : []),
  ];
}

/** Cycles in which each unit is active, per layer. */
export function phaseTable(result: RunResult): Table {
  const { layers, cycles, phases: named } = result;
  const phases = [...named, { name: 'total', words: 'total' }] as const;
  const row = (name: string, found: RunResult['cycles']) => ({
    layer: name,
    ...Object.fromEntries(phases.map(({ name: phase }) => [phase, found[phase]])),
  });
  return {
    title: 'Cycles by phase',
    columns: [
      { key: 'layer', title: 'layer' },
      ...phases.map(({ name: key, words: title }) => ({ key, title, digits: 0 })),
    ],
    rows: [
      ...layers.map((layer) => row(layerName(layer), layer.cycles)),
      ...(layers.length > 1 ? [row('all', cycles)] : []),
    ],
    notes: [
      ...passNotes(result),
      'Vector instructions: cycles in which a unit is active; phases overlap, so they may sum to more than the total. Chained: phases sum to the total.',
    ],
  };
}

/** What each cycle went for, per layer. */
export function stallTable({ layers, stalls, cycles, causes }: RunResult): Table {
  const row = (name: string, found: RunResult['stalls'], total: number) => ({
    layer: name,
    ...Object.fromEntries(causes.map(({ name: cause }) => [cause, found[cause]])),
    total,
  });
  return {
    title: 'Cycles by category',
    columns: [
      { key: 'layer', title: 'layer' },
      ...causes.map(({ name: key, words: title }) => ({ key, title, digits: 0 })),
      { key: 'total', title: 'total', digits: 0 },
    ],
    rows: [
      ...layers.map((layer) => row(layerName(layer), layer.stalls, layer.cycles.total)),
      ...(layers.length > 1 ? [row('all', stalls, cycles.total)] : []),
    ],
    notes: ['Every cycle is in one category. Inside an SpMV the PE that finishes last is followed.'],
  };
}

/** The matrices of all layers, as they are stored. */
export function matrixTable({ layers }: RunResult): Table {
  const isNested = layers.some(({ matrices }) => matrices.some(({ used }) => used !== undefined));
  return {
    title: 'Matrices',
    columns: [
      { key: 'layer', title: 'layer' },
      { key: 'tensor', title: 'tensor' },
      { key: 'rows', title: 'rows', digits: 0 },
      { key: 'cols', title: 'columns', digits: 0 },
      { key: 'kept', title: 'kept', digits: 0 },
      { key: 'padding', title: 'padding', digits: 0 },
      { key: 'achievedSparsityPercent', title: 'achieved sparsity', unit: '%', digits: 1 },
      { key: 'entriesPerBank', title: 'entries per bank', digits: 0 },
      ...(isNested ? [{ key: 'usedPerBank', title: 'of them used', digits: 0 }] : []),
      { key: 'storageKib', title: 'storage', unit: 'KiB', digits: 1 },
      { key: 'fetchedKib', title: 'fetched', unit: 'KiB', digits: 1 },
    ],
    rows: layers.flatMap((layer) =>
      layer.matrices.map(
        ({ tensor, rows, cols, kept, padding, achievedSparsity, entriesPerBank, usedPerBank, ...bits }) => ({
          layer: layerName(layer),
          tensor,
          rows,
          cols,
          kept,
          padding,
          achievedSparsityPercent: 100 * achievedSparsity,
          entriesPerBank,
          ...(isNested && { usedPerBank: usedPerBank ?? null }),
          storageKib: bits.storage.totalBits / BITS_PER_KIB,
          fetchedKib: bits.fetchedBits / BITS_PER_KIB,
        }),
      ),
    ),
  };
}
