import type { RunResult } from '../../run/result.ts';

/** A design of a report and what it is called there. */
export interface LabelledRun {
  readonly label: string;
  readonly run: RunResult;
}

/** Whether a design fits its device and, when it does not, what is over: `no (ALM 572 % over)`. */
export function fitText({ fits, overflows }: RunResult['resources']): string {
  if (fits) return 'yes';
  const over = overflows.map(({ unit, percentOver }) => `${unit} ${overText(percentOver)}`);
  return `no (${over.join(' and ')} over)`;
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

function lackText({ device, overflows }: RunResult['resources']): string {
  const lacks = overflows.map(
    ({ used, available, unit, percentOver }) =>
      `${used} of ${available} ${unit} (${overText(percentOver)} over)`,
  );
  return `${device}: ${lacks.join(' and ')}.`;
}

function overText(percentOver: number): string {
  return `${percentOver < 1 ? '< 1' : percentOver.toFixed(0)} %`;
}

/** `a`, `a and b`, `a, b and c`. */
function listed(names: readonly string[]): string {
  return [names.slice(0, -1).join(', '), names[names.length - 1]].filter((part) => part !== '').join(' and ');
}
