import type { RunResult } from '../../run/result.ts';
import { deviceText, overflowText } from '../run/overflow.ts';
import { waitedFor } from '../run/summary.ts';
import { stepWords } from '../step-words.ts';
import { formatNumber, withInterval } from '../tables/number-text.ts';
import { capital } from '../tables/plain-text.ts';

/**
 * The answer of a run in three sentences with numbers: how long a step takes, where its cycles go, and what
 * the design takes of its device and of energy. What qualifies a figure stands in the sentence: a clock that
 * is not reached, several layers, weights that are streamed, a device that is too small, no values.
 */
export function answerOf(result: RunResult): readonly string[] {
  return [timeSentence(result), causesSentence(result), costSentence(result)];
}

function timeSentence(result: RunResult): string {
  const { accelerator, workload, cycles, latencyUs, latencyAtFmaxUs, clockMhz, clock } = result;
  const step = `One ${stepWords(result)} of ${workload}${layersText(result)} takes ${counted(cycles.total, 'cycle')} on ${accelerator}`;
  const asked = `${microseconds(latencyUs)} at ${clockMhz} MHz`;
  const own = `${microseconds(latencyAtFmaxUs)} at the ${formatNumber(clock.fmaxMhz, 1)} MHz that it is estimated to reach`;
  if (clock.meetsTiming) return `${step}: ${asked}, ${own}.`;
  return `${step}: ${own}, and ${asked}, which it does not reach (limited by the ${clock.limitedBy}).`;
}

/** ` through its 2 layers`; nothing of one layer. A bidirectional layer is in a result once for each pass. */
function layersText({ layers }: RunResult): string {
  const count = new Set(layers.map(({ layer }) => layer)).size;
  return count === 1 ? '' : ` through its ${count} layers`;
}

function causesSentence(result: RunResult): string {
  const { stalls, causes, cycles, weights } = result;
  const [first, second] = causes
    .map(({ name, words }) => ({ words, cycles: stalls[name] }))
    .filter((cause) => cause.cycles > 0)
    .sort((a, b) => b.cycles - a.cycles);
  const share = (of: number) => percentText((100 * of) / cycles.total);
  const most = `${capital(first.words)} takes ${share(first.cycles)} of it (${counted(first.cycles, 'cycle')})`;
  const next = second === undefined ? '' : `, ${second.words} ${share(second.cycles)}`;
  const streamed = weights.residency === 'streamed' ? '; weights are streamed from off-chip memory' : '';
  return `${most}${next}${streamed}; ${waitText(result)}.`;
}

function waitText({ pes, config, stalls, detail }: RunResult): string {
  const what = waitedFor(config as Parameters<typeof waitedFor>[0]);
  if (pes.conflictCycles > 0) {
    const all = counted(pes.conflictCycles, 'cycle');
    return `PEs wait for ${what} in ${all}, all of them together, and ${counted(stalls.conflict, 'cycle')} of the step ${stalls.conflict === 1 ? 'is' : 'are'} lost by it`;
  }
  const waits = (detail.fpgaArray?.bankWaitCycles ?? []).flat();
  return waits.some((cycles) => cycles > 0)
    ? 'requests wait for banks, and no PE is held up by it'
    : `no PE ever waits for ${what}`;
}

function costSentence({ resources, energy, accuracy }: RunResult): string {
  const device = deviceText(resources);
  const uses = usesText(resources);
  const fit = resources.fits
    ? `It fits ${device} with ${uses}`
    : `It does not fit ${device}, ${overflowText(resources)}, with ${uses}`;
  const none = accuracy === null || accuracy.comparedValues === 0;
  const joules = microjoules(energy.totalUj, energy.lowUj, energy.highUj);
  return `${fit}, and takes ${joules} a step${none ? '; no values were computed' : ''}.`;
}

/** `100 % of the DSP blocks, 77 % of the M20K and 78 % of the ALM`. */
export function usesText({ dsp, ramBlocks, logic }: RunResult['resources']): string {
  const uses = [dsp, ramBlocks, logic].flatMap((use) => {
    if (use === undefined || (use.available === 0 && use.used === 0)) return [];
    const unit = use.unit.endsWith('block') ? `${use.unit}s` : use.unit;
    // Of a budget the share is of the device, as everywhere.
    const whole = use.budget === undefined ? use.available : (100 * use.budget.most) / use.budget.percent;
    if (!(whole > 0)) return [`${formatNumber(use.used, 0)} ${unit} where there are none`];
    return [`${percentText((100 * use.used) / whole)} of the ${unit}`];
  });
  return listOf(uses);
}

/** `77 %`, `1,282 %`, `less than 1 %`: a share that is not 0 is never said to be. */
const percentText = (percent: number): string =>
  percent > 0 && percent < 0.5 ? 'less than 1 %' : `${formatNumber(Math.round(percent), 0)} %`;

/** `2.285 us`. */
export const microseconds = (us: number): string => `${formatNumber(us, us < 10 ? 3 : 1)} us`;

/** `54.7 uJ (35.7 to 85.8)`. */
export function microjoules(value: number, low: number, high: number): string {
  const [first, ...interval] = withInterval(value, low, high).split(' (');
  return [`${first} uJ`, ...interval].join(' (');
}

/** `1 cycle`, `457 cycles`. */
export const counted = (count: number, unit: string): string =>
  `${formatNumber(count, 0)} ${unit}${count === 1 ? '' : 's'}`;

/** `a`, `a and b`, `a, b and c`. */
export function listOf(texts: readonly string[]): string {
  return [texts.slice(0, -1).join(', '), texts[texts.length - 1] ?? ''].filter(Boolean).join(' and ');
}
