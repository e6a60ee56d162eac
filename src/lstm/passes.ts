import { type Direction, type LayerShape, recurrentLength } from './shape.ts';

/** A pass over a sequence: which layer of the network it is of (from 0), and its direction. */
export interface LayerPass {
  readonly layer: number;
  /** Null: the layer has this pass alone, from the first step on; `reverse` may be alone as well. */
  readonly direction: Direction | null;
}

type Passing = Pick<LayerShape, 'direction'>;

/**
 * The passes of each layer of a network, by their place in the list: one, or the forward and the reverse one.
 * A reverse pass that no forward one stands before is a layer of its own.
 */
export function passesByLayer(passes: readonly Passing[]): readonly (readonly number[])[] {
  const layers: number[][] = [];
  passes.forEach(({ direction }, pass) => {
    if (direction === 'reverse' && passes[pass - 1]?.direction === 'forward')
      layers[layers.length - 1].push(pass);
    else layers.push([pass]);
  });
  return layers;
}

/** The two passes of a bidirectional layer. */
export function bothPasses(layer: LayerShape): readonly [LayerShape, LayerShape] {
  return [
    { ...layer, direction: 'forward' },
    { ...layer, direction: 'reverse' },
  ];
}

/** Length of the output vector of the last layer: that of its pass, or of both side by side. */
export function outputsOf(passes: readonly LayerShape[]): number {
  const last = passes[passes.length - 1];
  return (arePassesOfTwo(passes).at(-1) ? 2 : 1) * recurrentLength(last);
}

/** Which layer every pass is of. */
export function passesOf(passes: readonly Passing[]): readonly LayerPass[] {
  return passesByLayer(passes).flatMap((places, layer) =>
    places.map((pass) => ({ layer, direction: passes[pass].direction ?? null })),
  );
}

/** What a pass is called beside others: `0`, or `0 reverse` where its layer has two, or runs in reverse. */
export function passName({
  layer,
  direction,
}: Pick<LayerPass, 'layer'> & { readonly direction?: Direction | null | undefined }): string {
  return direction ? `${layer} ${direction}` : String(layer);
}

/** Whether a network has a bidirectional layer. */
export function isBidirectional(passes: readonly Passing[]): boolean {
  return passesByLayer(passes).some(({ length }) => length > 1);
}

/** Whether a pass of a network begins with the last step: then each layer takes the whole sequence. */
export function hasReverse(passes: readonly Passing[]): boolean {
  return passes.some(({ direction }) => direction === 'reverse');
}

/** For each pass whether it is one of two of its layer. */
export function arePassesOfTwo(passes: readonly Passing[]): readonly boolean[] {
  return passesByLayer(passes).flatMap((places) => places.map(() => places.length > 1));
}

/** The results of a pass for the steps of a sequence, in order of time. docs/timing.md section 4. */
export function throughTime<In, Out>(
  { direction }: Passing,
  inputs: readonly In[],
  step: (input: In, time: number) => Out,
): Out[] {
  const outputs = new Array<Out>(inputs.length);
  for (let k = 0; k < inputs.length; k++) {
    const time = direction === 'reverse' ? inputs.length - 1 - k : k;
    outputs[time] = step(inputs[time], time);
  }
  return outputs;
}

/**
 * Takes a sequence through a network, layer by layer: `step` makes the output of a pass from its input, step
 * after step in the direction of the pass, and `join` sets the outputs of two passes at the same time side by
 * side. Returns the outputs of the last layer in order of time.
 */
export function throughLayers<Vector>(
  passes: readonly Passing[],
  inputs: readonly Vector[],
  step: (pass: number, input: Vector, time: number) => Vector,
  join: (forward: Vector, reverse: Vector) => Vector,
): readonly Vector[] {
  let below = inputs;
  for (const layer of passesByLayer(passes)) {
    const [forward, reverse] = layer.map((pass) =>
      throughTime(passes[pass], below, (input, time) => step(pass, input, time)),
    );
    below = reverse === undefined ? forward : forward.map((output, t) => join(output, reverse[t]));
  }
  return below;
}

/** Two vectors of codes, one after the other. */
export function joinCodes(forward: Int16Array, reverse: Int16Array): Int16Array {
  const both = new Int16Array(forward.length + reverse.length);
  both.set(forward);
  both.set(reverse, forward.length);
  return both;
}

/** Two vectors of real values, one after the other. */
export function joinReals(forward: Float64Array, reverse: Float64Array): Float64Array {
  const both = new Float64Array(forward.length + reverse.length);
  both.set(forward);
  both.set(reverse, forward.length);
  return both;
}
