import { z } from 'zod';
import { Mismatch } from '../../errors/mismatch.ts';

const EndSchema = z.object({ port: z.string() });
const ReportSchema = z.object({
  critical_paths: z.array(
    z.object({
      from: z.string(),
      to: z.string(),
      path: z.array(z.object({ type: z.string(), delay: z.number(), from: EndSchema, to: EndSchema })),
    }),
  ),
  utilization: z.record(z.string(), z.object({ used: z.number() })),
});

/** The longest path between two registers of a circuit that was placed and routed, in nanoseconds. */
export interface PlacedPath {
  readonly delayNs: number;
  /** From the clock to the output of the first register, or of a block of RAM. */
  readonly clockToOutNs: number;
  readonly setupNs: number;
  /** Look-up tables on the path, the one in front of the last register too, and what they take without it. */
  readonly levels: number;
  readonly logicNs: number;
  /** Bits of carry chains on the path, and what they take with the wires between them. */
  readonly carryBits: number;
  readonly carryNs: number;
  /** Wires outside of carry chains, and what they take. */
  readonly hops: number;
  readonly routingNs: number;
  /** Logic cells of the whole circuit, its registers included. */
  readonly cells: number;
}

type Segment = z.output<typeof ReportSchema>['critical_paths'][number]['path'][number];

const isCarry = ({ type, from, to }: Segment) =>
  type === 'routing' ? to.port === 'CIN' || from.port === 'COUT' : to.port === 'COUT';

/** Reads nextpnr's report. Throws Mismatch where it has no path from register to register. */
export function readPlacedPath(text: string): PlacedPath {
  const { critical_paths, utilization } = ReportSchema.parse(JSON.parse(text));
  const path = critical_paths.find(
    (one) => one.from.startsWith('posedge') && one.to.startsWith('posedge'),
  )?.path;
  if (!path) throw new Mismatch('nextpnr reported no path between registers');
  const of = (isMeant: (segment: Segment) => boolean) => {
    const segments = path.filter(isMeant);
    return { count: segments.length, ns: segments.reduce((sum, { delay }) => sum + delay, 0) };
  };
  const carry = of((segment) => ['logic', 'routing'].includes(segment.type) && isCarry(segment));
  const logic = of((segment) => segment.type === 'logic' && !isCarry(segment));
  const routing = of((segment) => segment.type === 'routing' && !isCarry(segment));
  // A register of this family has its look-up table in front: its setup is measured at that one's inputs.
  const last = of(({ type, from }) => type === 'setup' && /^I[0-3]$/.test(from.port)).count;
  return {
    delayNs: of(() => true).ns,
    clockToOutNs: of(({ type }) => type === 'clk-to-q').ns,
    setupNs: of(({ type }) => type === 'setup').ns,
    levels: logic.count + last,
    logicNs: logic.ns,
    carryBits: of((segment) => segment.type === 'logic' && isCarry(segment)).count,
    carryNs: carry.ns,
    hops: routing.count,
    routingNs: routing.ns,
    cells: utilization.ICESTORM_LC?.used ?? 0,
  };
}
