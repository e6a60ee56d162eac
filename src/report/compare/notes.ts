import type { CompareResult, RunResult } from '../../run/result.ts';
import { deviceText } from '../run/overflow.ts';
import { formatNumber } from '../tables/number-text.ts';

/** What the designs of a comparison have in common, for titles. */
export const equalWords: Readonly<Record<CompareResult['equal'], string>> = {
  kept: 'equal kept weights',
  requested: 'equal requested sparsity',
  area: 'equal area and kept weights',
};

/** How many weights the rows keep, and what explains that some keep more than was asked for. */
export function weightNotes(result: CompareResult): string[] {
  const note = result.equal === 'requested' ? requestedNote(result) : keptNote(result.rows);
  return [...(note === null ? [] : [note]), ...fewColumnsNote(result)];
}

/** Within what the rows are, and what is nowhere in it. */
export function areaNotes({ equal, rows, leftOut }: CompareResult): string[] {
  if (equal !== 'area' || rows.length + leftOut.length === 1) return [];
  const [{ label, run }] = rows;
  const budget = areaOf(run).map(({ used, unit }) => `${formatNumber(used, 0)} ${pluralOf(unit)}`);
  return [
    `Every other row is the fastest of its kind within what ${label} takes: ${listed(budget)}.`,
    ...(leftOut.length === 0 ? [] : [`Of ${listed(leftOut)} nothing is within that.`]),
  ];
}

/** Within what of their devices designs fit, under a budget. */
export function budgetNotes({ rows }: CompareResult): string[] {
  const within = new Set(
    rows.map(({ run }) => deviceText(run.resources)).filter((text) => text.includes('(within')),
  );
  return within.size === 0
    ? []
    : [`Designs fit that take no more than a budget: ${[...within].join('; ')}. Shares are of the device.`];
}

/** Clocks of their own change what is saved by at least this where it is told. */
const NOTABLE_PERCENT = 1;

/** What bank-balanced sparsity saves against the fastest baseline that fits, in one sentence. */
export function savingsNote({ savings, rows }: CompareResult): string[] {
  if (savings === null) return [];
  const { design, baseline, cyclesPercent = 0, latencyPercent = 0, energyPercent = 0, area = [] } = savings;
  const { latencyAtFmaxPercent: ownPercent = latencyPercent } = savings;
  if (baseline === null)
    return [`No baseline here fits its device: there is none to measure ${design} against.`];
  const isTold = Math.abs(latencyPercent - cyclesPercent) > 1e-9;
  const isOwnTold = Math.abs(ownPercent - latencyPercent) >= NOTABLE_PERCENT;
  const figures = [
    lessText(cyclesPercent, 'cycles', 'fewer'),
    ...(isTold ? [lessText(latencyPercent, 'time', 'less')] : []),
    ...(isOwnTold ? [`${lessText(ownPercent, 'time', 'less')} where each is at its own Fmax`] : []),
    lessText(energyPercent, 'energy', 'less'),
    ...area.map(({ percent, unit }) => lessText(percent, pluralOf(unit), 'fewer')),
  ];
  const fits = rows.find(({ label }) => label === design)?.run.resources.fits === true;
  const name = fits ? design : `${design} (which does not fit)`;
  const told = `Against ${baseline}, the fastest baseline that fits, ${name} takes ${listed(figures)}`;
  return [`${told}${ownClockText(savings)}.`];
}

/** The fastest baseline where each design is at its own clock, if that is not the one at one clock. */
function ownClockText({ fastestAtFmax: own, design }: NonNullable<CompareResult['savings']>): string {
  if (own === undefined) return '';
  const percent = lessText(own.latencyPercent, 'time', 'less');
  return `; where each is at its own Fmax the fastest is ${own.baseline}, against which ${design} takes ${percent}`;
}

/** `25.2 % fewer cycles`, `3.0 % more cycles`, `as many cycles`. */
function lessText(percent: number, what: string, less: 'fewer' | 'less'): string {
  const share = Math.abs(percent).toFixed(1);
  if (share === '0.0') return `as ${less === 'fewer' ? 'many' : 'much'} ${what}`;
  return `${share} % ${percent > 0 ? less : 'more'} ${what}`;
}

/** What rows keep alike: the number of weights, but for patterns that cannot keep exactly as many. */
function keptNote(rows: CompareResult['rows']): string {
  const pruned = rows.filter(({ run }) => run.weights.kept < run.weights.total);
  const counts = new Set(pruned.map(({ run }) => run.weights.kept));
  if (pruned.length === 0) return 'No row prunes: every one keeps all weights.';
  const others = pruned.length < rows.length ? '; the others keep all' : '';
  return counts.size === 1
    ? `Every pruned row keeps as many weights as the bank-balanced pattern${others}.`
    : `Pruned rows keep as many weights as the bank-balanced pattern, or as near as their pattern comes${others}.`;
}

function requestedNote({ rows }: CompareResult): string | null {
  const byCount = new Map<string, string[]>();
  for (const { label, run } of rows) {
    const { kept, achievedSparsity } = run.weights;
    const count = `${formatNumber(kept, 0)} (${(100 * achievedSparsity).toFixed(1)} %)`;
    byCount.set(count, [...(byCount.get(count) ?? []), label]);
  }
  const counts = [...byCount].map(([count, labels]) => `${count} by ${listed(labels)}`);
  return `Every pattern prunes to the requested sparsity itself. Kept weights, and the sparsity that they are: ${counts.join('; ')}.`;
}

/** Sparsities further apart than this are worth a remark. */
const NOTABLE = 0.005;

/** Why a bank-balanced row has another sparsity than was asked for, matrix by matrix. */
function fewColumnsNote({ rows, requestedSparsity }: CompareResult): string[] {
  const run = rows.map((row) => row.run).find(isBankBalanced);
  if (!run) return [];
  const off = run.layers
    .flatMap(({ matrices }) => matrices)
    .filter(({ achievedSparsity }) => requestedSparsity - achievedSparsity > NOTABLE);
  if (off.length === 0) return [];
  const { banks } = (run.config as { readonly pattern: { readonly banks: number } }).pattern;
  const columns = [...new Set(off.map(({ cols }) => cols))];
  const sparsities = [...new Set(off.map((one) => `${(100 * one.achievedSparsity).toFixed(1)} %`))];
  return [
    `A bank keeps whole weights of a row, at least one: of ${listed(columns.map(String))} columns in ${banks} banks ${listed(sparsities)} are pruned, not ${(100 * requestedSparsity).toFixed(1)} %.`,
  ];
}

const isBankBalanced = ({ layers }: RunResult): boolean =>
  layers.some(({ matrices }) => matrices.some(({ entriesPerBank }) => entriesPerBank !== null));

function areaOf({ resources }: RunResult) {
  const { dsp, ramBlocks, logic, flipFlops } = resources;
  return [dsp, ramBlocks, logic, flipFlops].flatMap((one) => one ?? []);
}

/** `a`, `a and b`, `a, b and c`. */
function listed(names: readonly string[]): string {
  return [names.slice(0, -1).join(', '), names[names.length - 1]].filter((part) => part !== '').join(' and ');
}

/** `DSP block` is the unit of one; M20K and ALM are called so whatever their number. */
const pluralOf = (unit: string): string => (unit.endsWith('block') ? `${unit}s` : unit);
