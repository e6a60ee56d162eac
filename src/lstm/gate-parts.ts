import { type GateMatrix, type GruLayerShape, type LayerShape, recurrentLength } from './shape.ts';

/** What a gate matrix is to its layer. */
export type GateRole = 'gates' | 'inputGates' | 'recurrentGates' | 'candidate' | 'recurrentCandidate';

/** What a matrix is to its layer. */
export type MatrixRole = GateRole | 'projection';

/** One of the matrices that hold a layer's gate weights: rows of some gates, over some columns. */
export interface GatePart {
  readonly role: GateRole;
  /** Over the inputs, the recurrent vector, or both side by side. */
  readonly over: 'x' | 'h' | 'xh';
  /** First of the stacked gates, and how many of them, H rows each. */
  readonly from: number;
  readonly gates: number;
  /** The names of the gates where these are not all; null: all. */
  readonly names: string | null;
}

/** How the gates of a kind of cells lie in matrices; the kinds of cells/index.ts, one each. */
const layouts: Readonly<
  Record<LayerShape['kind'], { parts(shape: LayerShape, isCombined: boolean): readonly GatePart[] }>
> = {
  lstm: { parts: (_, isCombined) => (isCombined ? [whole('gates', 'xh', 4)] : inputAndRecurrent(4)) },
  gru: { parts: gruParts },
};

/**
 * The matrices that hold a layer's gate weights. Of an LSTM, and of a GRU with the reset before the product:
 * over [x, h], or over x and over h. The candidate of such a GRU reads h after the reset, when r is known,
 * and so has rows of its own. With the reset after the product the two products of the candidate may not be
 * summed: the matrices are always two. docs/timing.md section 4.
 */
export function gateParts(shape: LayerShape, gateMatrix: GateMatrix): readonly GatePart[] {
  return layouts[shape.kind].parts(shape, gateMatrix === 'combined');
}

function gruParts({ resetAfter }: GruLayerShape, isCombined: boolean): readonly GatePart[] {
  if (resetAfter) return inputAndRecurrent(3);
  return isCombined
    ? [
        { role: 'gates', over: 'xh', from: 0, gates: 2, names: 'rz' },
        { role: 'candidate', over: 'xh', from: 2, gates: 1, names: 'n' },
      ]
    : [
        whole('inputGates', 'x', 3),
        { role: 'recurrentGates', over: 'h', from: 0, gates: 2, names: 'rz' },
        { role: 'recurrentCandidate', over: 'h', from: 2, gates: 1, names: 'n' },
      ];
}

/** Rows and columns of one of a layer's gate matrices. */
export function partSize(
  { over, gates }: GatePart,
  shape: LayerShape,
): { readonly rows: number; readonly cols: number } {
  const recurrent = recurrentLength(shape);
  const cols = { x: shape.inputs, h: recurrent, xh: shape.inputs + recurrent }[over];
  return { rows: gates * shape.hidden, cols };
}

const whole = (role: GateRole, over: GatePart['over'], gates: number): GatePart => ({
  role,
  over,
  from: 0,
  gates,
  names: null,
});

function inputAndRecurrent(gates: number): readonly GatePart[] {
  return [whole('inputGates', 'x', gates), whole('recurrentGates', 'h', gates)];
}
