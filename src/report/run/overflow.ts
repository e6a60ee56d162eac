import type { RunResult } from '../../run/result.ts';
import { formatNumber } from '../tables/number-text.ts';

/** A design of a report and what it is called there. */
export interface LabelledRun {
  readonly label: string;
  readonly run: RunResult;
}

/** Whether a design fits its device and, when it does not, what is over: `no (ALM 572 % over)`. */
export function fitText(resources: RunResult['resources']): string {
  return resources.fits ? 'yes' : `no (${overflowText(resources)})`;
}

/** What is over of a design that does not fit: `ALM 572 % over`. */
export function overflowText({ overflows }: RunResult['resources']): string {
  const over = overflows.map(({ unit, percentOver }) => `${unit} ${overText(percentOver)}`);
  const isOfBudget = overflows.some(({ budget }) => budget !== undefined);
  return `${over.join(' and ')} over${isOfBudget ? ' budget' : ''}`;
}

/** The device, and of what a budget leaves how much: `a-device (within 50 % of DSP block)`. */
export function deviceText({ device, dsp, ramBlocks, logic, flipFlops }: RunResult['resources']): string {
  const shares = [dsp, ramBlocks, logic, flipFlops].flatMap((use) =>
    use?.budget === undefined ? [] : [`${use.budget.percent} % of ${use.unit}`],
  );
  return shares.length === 0 ? device : `${device} (within ${listed(shares)})`;
}

/** What designs lack on their devices, a note for all that lack the same; none for those that fit. */
export function overflowNotes(designs: readonly LabelledRun[]): string[] {
  const labelsByLack = new Map<string, string[]>();
  for (const { label, run } of designs) {
    if (run.resources.fits) continue;
    const lack = lackText(run.resources);
    labelsByLack.set(lack, [...(labelsByLack.get(lack) ?? []), label]);
  }
  return [...labelsByLack].map(([lack, labels]) =>
    labels.length === 1 ? `${labels[0]} does not fit ${lack}` : `${listed(labels)} do not fit ${lack}`,
  );
}

function lackText({ device, overflows, blocks }: RunResult['resources']): string {
  const lacks = overflows.map(
    ({ resource, used, available, unit, percentOver, ...rest }) =>
      `${used} of ${available} ${unit}${ofBudget(rest)} (${overText(percentOver)} over${mostText(resource, blocks)})`,
  );
  return `${device}: ${lacks.join(' and ')}.`;
}

/** `, the most in weight memory`; nothing of what is not counted by block. */
function mostText(
  resource: RunResult['resources']['overflows'][number]['resource'],
  blocks: RunResult['resources']['blocks'],
): string {
  const [first] = blocks;
  if (!(resource in first)) return '';
  const used = (block: (typeof blocks)[number]) => block[resource as keyof typeof block] as number;
  const largest = blocks.reduce((most, block) => (used(block) > used(most) ? block : most), first);
  return `, the most in ${largest.block}`;
}

function ofBudget({ budget }: Pick<RunResult['resources']['overflows'][number], 'budget'>): string {
  return budget === undefined ? '' : ` of the budget (${budget.percent} % of ${formatNumber(budget.of, 0)})`;
}

function overText(percentOver: number): string {
  return `${percentOver < 1 ? '< 1' : percentOver.toFixed(0)} %`;
}

/** `a`, `a and b`, `a, b and c`. */
function listed(names: readonly string[]): string {
  return [names.slice(0, -1).join(', '), names[names.length - 1]].filter((part) => part !== '').join(' and ');
}
