import type { Program, Slice } from '../../lstm/program/program.ts';
import type { AcceleratorConfig } from '../config/config.ts';
import { type Operands, operandsOf, shareElements } from './operands.ts';
import type { Issued, Timeline } from './timeline.ts';

/**
 * Why an instruction was not issued earlier. `operand`: it reads what was not written yet; `overwrites`: it
 * writes what was still read or written; `unit`: its unit was busy; `order`: instructions issue one a cycle
 * in the order of the program, or phase after phase; `start`: it is the first.
 */
export type WaitReason = 'start' | 'operand' | 'overwrites' | 'unit' | 'order';

/** What an issued instruction waited for. */
export interface Wait {
  readonly reason: WaitReason;
  /** Place of the instruction that it waited for in the timeline; -1: for none, it is the first. */
  readonly on: number;
}

/** A cycle before which an instruction cannot issue, and why. */
interface Hold {
  readonly from: number;
  readonly reason: WaitReason;
}

/**
 * What every instruction of a timeline waited for: the earlier one whose hold ended last, by the rules of
 * docs/timing.md sections 4 and 5. Of holds that end in the same cycle an operand is named before what is
 * overwritten, a unit and the order of issue.
 */
export function waitsOf(
  { ewop }: Pick<AcceleratorConfig, 'ewop'>,
  program: Program,
  { issued }: Timeline,
): readonly Wait[] {
  if (program.style === 'chained') return issued.map((_, i) => inOrder(i));
  const operands = issued.map(({ instruction }) => operandsOf(program, instruction));
  return issued.map((one, i) => {
    let found: Wait = inOrder(i);
    let best = rankOf(found.reason);
    for (let j = 0; j < i; j++) {
      for (const { from, reason } of holdsOf(ewop.chaining, issued[j], operands[j], one, operands[i])) {
        if (from !== one.issuedAt || rankOf(reason) <= best) continue;
        found = { reason, on: j };
        best = rankOf(reason);
      }
    }
    return found;
  });
}

const inOrder = (i: number): Wait => (i === 0 ? { reason: 'start', on: -1 } : { reason: 'order', on: i - 1 });

const ranks: readonly WaitReason[] = ['start', 'order', 'unit', 'overwrites', 'operand'];
const rankOf = (reason: WaitReason): number => ranks.indexOf(reason);

/** How long an earlier instruction holds a later one back, by every rule that applies to the two. */
function holdsOf(
  hasChaining: boolean,
  before: Issued,
  { reads, writes }: Operands,
  after: Issued,
  own: Operands,
): readonly Hold[] {
  const { issuedAt, occupancy, writtenAt, unit } = before;
  const releasedAt = issuedAt + occupancy;
  const latency = writtenAt - releasedAt;
  const readableFrom = (hasChaining && unit === 'ewop' ? issuedAt + latency : writtenAt) + 1;
  const holds: Hold[] = [];
  if (unit === after.unit) holds.push({ from: releasedAt, reason: 'unit' });
  if (share(writes, own.reads)) holds.push({ from: readableFrom, reason: 'operand' });
  if (share(reads, own.writes)) holds.push({ from: releasedAt, reason: 'overwrites' });
  if (share(writes, own.writes)) holds.push({ from: writtenAt + 1, reason: 'overwrites' });
  return holds;
}

/** Whether any two of the slices are of one vector and share an element. */
function share(some: readonly Slice[], others: readonly Slice[]): boolean {
  return some.some((a) => others.some((b) => a.vector === b.vector && shareElements(a, b)));
}
