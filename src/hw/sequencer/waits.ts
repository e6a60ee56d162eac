import type { Program, Slice } from '../../lstm/program/program.ts';
import { type Operands, operandsOf, shareElements } from './operands.ts';
import type { Issued } from './timeline.ts';

/**
 * What kept an instruction from issuing a cycle earlier. order: nothing but the instruction before it, as one
 * issues in a cycle; phase: the chained style's phase before it; unit: its unit was occupied; then the
 * hazards of elements. docs/timing.md sections 4 and 5.
 */
export type WaitReason = 'order' | 'phase' | 'unit' | 'readAfterWrite' | 'writeAfterRead' | 'writeAfterWrite';

/** An instruction waited for another one, by its place in the program: it could not issue before `until`. */
export interface Wait {
  readonly for: number;
  readonly reason: WaitReason;
  readonly until: number;
}

/**
 * For each instruction of a step what it waited for last; null for the first one. Of several that it waited
 * for as long: data before units before the order, and the youngest. `until` is the cycle of its issue.
 */
export function waitsOf(
  program: Program,
  issued: readonly Issued[],
  hasChaining: boolean,
): readonly (Wait | null)[] {
  if (program.style === 'chained') return issued.map((one, i) => phaseWait(i, one));
  const operands = issued.map(({ instruction }) => operandsOf(program, instruction));
  return issued.map((one, i) => {
    let last: Wait | null = null;
    for (let j = 0; j < i; j++) {
      for (const { reason, until } of blocksOf(issued[j], operands[j], one, operands[i], hasChaining)) {
        if (last === null || until > last.until || (until === last.until && isNearer(reason, last.reason)))
          last = { for: j, reason, until };
      }
    }
    return last;
  });
}

function phaseWait(i: number, { issuedAt }: Issued): Wait | null {
  return i === 0 ? null : { for: i - 1, reason: 'phase', until: issuedAt };
}

/** From the reason that says least on. */
const byMeaning: readonly WaitReason[] = [
  'order',
  'phase',
  'unit',
  'writeAfterWrite',
  'writeAfterRead',
  'readAfterWrite',
];

const isNearer = (reason: WaitReason, than: WaitReason): boolean =>
  byMeaning.indexOf(reason) >= byMeaning.indexOf(than);

/** Until when an earlier instruction keeps a later one from issuing, rule by rule. */
function blocksOf(
  earlier: Issued,
  of: Operands,
  { unit }: Issued,
  { reads, writes }: Operands,
  hasChaining: boolean,
): Omit<Wait, 'for'>[] {
  const { issuedAt, occupancy, writtenAt } = earlier;
  const releasedAt = issuedAt + occupancy;
  const readableFrom = hasChaining && earlier.unit === 'ewop' ? writtenAt - occupancy + 1 : writtenAt + 1;
  const blocks: Omit<Wait, 'for'>[] = [{ reason: 'order', until: issuedAt + 1 }];
  if (earlier.unit === unit) blocks.push({ reason: 'unit', until: releasedAt });
  if (share(of.writes, reads)) blocks.push({ reason: 'readAfterWrite', until: readableFrom });
  if (share(of.reads, writes)) blocks.push({ reason: 'writeAfterRead', until: releasedAt });
  if (share(of.writes, writes)) blocks.push({ reason: 'writeAfterWrite', until: writtenAt + 1 });
  return blocks;
}

/** Whether two lists of slices have an element in common. */
function share(some: readonly Slice[], others: readonly Slice[]): boolean {
  return some.some((a) => others.some((b) => a.vector === b.vector && shareElements(a, b)));
}
