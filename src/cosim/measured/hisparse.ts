import { z } from 'zod';
import { timeShuffle } from '../../hw/array/shuffle.ts';
import { type MeasuredField, measuredDesign } from './measured-design.ts';
import { portableDraws } from './portable-draws.ts';

/** The unit as its RTL has it: lanes, banks, and the slots until a lost entry comes back. */
const LANES = 2;
const RETRY_SLOTS = 4;
/** Cycles from the slot in which a bank accepts an entry until it is at the bank. */
const ACCEPTED_TO_BANK = 6;

const cycle = z.number().int().nonnegative();

const PointSchema = z.object({
  entriesPerLane: z.number().int().min(1).max(1_000_000),
  /** 0: every lane its own bank; 1: all bank 0; 2: drawn. */
  pattern: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  seed: z.number().int().nonnegative().max(0xffffffff),
  lastOutput: cycle,
  firstOutput: cycle.optional(),
  delivered: cycle.optional(),
  perBank: z.array(cycle).length(LANES).optional(),
});

type Point = z.output<typeof PointSchema>;

/** The shuffle unit of HiSparse: two lanes, two banks, a lost entry comes back four cycles later. */
export const hisparse = measuredDesign<Point>({
  name: 'hisparse',
  says: 'shuffle unit of HiSparse (2 lanes, 2 banks, RTL)',
  point: PointSchema,
  skips: () => null,
  compute(point) {
    const { acceptedAt, slots, perBank } = timeShuffle(requestsOf(point), LANES, RETRY_SLOTS);
    const first = Math.min(...acceptedAt.map((lane) => lane.reduce((least, slot) => Math.min(least, slot))));
    const computed: Record<string, number> = {
      firstOutput: first + ACCEPTED_TO_BANK,
      lastOutput: slots - 1 + ACCEPTED_TO_BANK,
      delivered: perBank.reduce((sum, count) => sum + count, 0),
    };
    return [
      ...Object.entries(computed).flatMap(([field, value]) =>
        compared(field, measuredOf(point, field), value),
      ),
      ...(point.perBank ?? []).flatMap((count, bank) => compared(`perBank ${bank}`, count, perBank[bank])),
    ];
  },
});

function measuredOf(point: Point, field: string): number | undefined {
  return point[field as 'firstOutput' | 'lastOutput' | 'delivered'];
}

function compared(field: string, measured: number | undefined, computed: number): MeasuredField[] {
  return measured === undefined ? [] : [{ step: 0, field, measured, computed }];
}

/** The banks that each lane asks for, drawn entry by entry and within an entry lane by lane. */
function requestsOf({ entriesPerLane, pattern, seed }: Point): Uint16Array[] {
  const draw = portableDraws(seed);
  const lanes = Array.from({ length: LANES }, () => new Uint16Array(entriesPerLane));
  for (let entry = 0; entry < entriesPerLane; entry++) {
    for (let lane = 0; lane < LANES; lane++) {
      const drawn = draw() % LANES;
      lanes[lane][entry] = pattern === 0 ? lane : pattern === 1 ? 0 : drawn;
    }
  }
  return lanes;
}
