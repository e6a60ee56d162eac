import type { RunResult } from '../../run/result.ts';
import { formatNumber, intervalText } from '../tables/number-text.ts';
import type { Table } from '../tables/table.ts';

type Stage = NonNullable<NonNullable<RunResult['detail']['fpgaArray']>['stages']>[number];

/** The stages of a run, the slowest first; none where nothing is known of them. */
export function slowestFirst({ detail }: Pick<RunResult, 'detail'>): readonly Stage[] {
  return (detail.fpgaArray?.stages ?? []).toSorted((a, b) => b.delayNs - a.delayNs);
}

/**
 * How fast the design can be, what limits it, whether its clock is no faster, what one register more would
 * buy, and how long a step then takes.
 */
export function runClockNote(run: RunResult): string {
  const { clock, clockMhz, latencyAtFmaxUs } = run;
  const { fmaxMhz, lowMhz, highMhz, limitedBy, meetsTiming } = clock;
  const interval = lowMhz === highMhz ? '' : ` (${intervalText(lowMhz, highMhz)})`;
  const fmax = `Fmax is ${mhz(fmaxMhz)} MHz${interval}`;
  const verdict = meetsTiming
    ? `${mhz(clockMhz)} MHz meets timing`
    : `${mhz(clockMhz)} MHz does not meet timing`;
  const register = oneRegisterMore(slowestFirst(run));
  return `${verdict}: ${fmax}, limited by ${limitedBy}, an estimate; at it a step takes ${formatNumber(latencyAtFmaxUs, 2)} us.${register === null ? '' : ` ${register}`}`;
}

/** What a register in the slowest stage would buy; null where no field has one, or it would buy nothing. */
function oneRegisterMore([slowest, next]: readonly Stage[]): string | null {
  if (slowest === undefined || slowest.register === null) return null;
  const { field, delayNs } = slowest.register;
  const left = Math.max(delayNs, next?.delayNs ?? 0);
  if (left >= slowest.delayNs) return `One more of ${field} would buy nothing: ${next.stage} is as slow.`;
  const then = next !== undefined && next.delayNs > delayNs ? `, then limited by ${next.stage}` : '';
  return `One more of ${field} would reach ${mhz(1000 / left)} MHz${then}.`;
}

/** Rounded down to 0.1 MHz, so that what is printed is reached. */
const mhz = (value: number): string => {
  const tenths = Math.floor(10 * value + 1e-6);
  return formatNumber(tenths / 10, tenths % 10 === 0 ? 0 : 1);
};

/** How long every stage takes, and what one register more leaves of it; no table where none is known. */
export function stageTables(run: RunResult): Table[] {
  const stages = slowestFirst(run);
  if (stages.length === 0) return [];
  return [
    {
      title: `Stages of the clock, at ${mhz(run.clockMhz)} MHz a period of ${(1000 / run.clockMhz).toFixed(2)} ns (estimate)`,
      columns: [
        { key: 'stage', title: 'stage' },
        { key: 'delayNs', title: 'delay', unit: 'ns', digits: 2 },
        { key: 'interval', title: 'may be', unit: 'ns', align: 'right' },
        { key: 'reachesMhz', title: 'reaches', unit: 'MHz', digits: 1 },
        { key: 'register', title: 'cut by' },
        { key: 'cutNs', title: 'then', unit: 'ns', digits: 2 },
      ],
      rows: stages.map(({ stage, delayNs, lowNs, highNs, register }) => ({
        stage,
        delayNs,
        interval: lowNs === highNs ? null : `${lowNs.toFixed(2)} to ${highNs.toFixed(2)}`,
        reachesMhz: 1000 / delayNs,
        register: register?.field ?? null,
        cutNs: register?.delayNs ?? null,
      })),
    },
  ];
}
