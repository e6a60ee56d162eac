import type { CompareResult } from '../../run/result.ts';

/**
 * What one clock for all designs hides: the rows that do not meet timing there, and how many times as long as
 * the bank-balanced design the fastest baseline that fits takes, each at its own Fmax and at that clock. Null
 * where all meet timing, and where designs have several clocks.
 */
export function clockNote({ rows, savings }: Pick<CompareResult, 'rows' | 'savings'>): string | null {
  const clocks = new Set(rows.map(({ run }) => run.clockMhz));
  const late = rows.filter(({ run }) => !run.clock.meetsTiming);
  if (clocks.size > 1 || late.length === 0) return null;
  const names = late.map(({ label, run: { clock } }, at) => {
    const fmax = clock.fmaxMhz.toFixed(1);
    return `${label} (${at === 0 ? `Fmax ${fmax} MHz` : fmax})`;
  });
  const listed = [names.slice(0, -1).join(', '), names[names.length - 1]].filter((part) => part !== '');
  const verb = late.length === 1 ? 'does' : 'do';
  const tooSlow = `At ${rows[0].run.clockMhz} MHz ${listed.join(' and ')} ${verb} not meet timing`;
  return `${tooSlow}${ratioText(rows, savings)}.`;
}

/** Nothing without a bank-balanced row, or a baseline that fits. */
function ratioText(rows: CompareResult['rows'], savings: CompareResult['savings']): string {
  const [own, other] = [savings?.design, savings?.baseline].map(
    (name) => rows.find(({ label }) => label === name)?.run,
  );
  if (savings === null || own === undefined || other === undefined) return '';
  const [apart, there] = (['latencyAtFmaxUs', 'latencyUs'] as const).map((latency) =>
    (other[latency] / own[latency]).toFixed(2),
  );
  return `; at their own clocks ${savings.baseline} takes ${apart}x the time of ${savings.design}, at the common one ${there}x`;
}
