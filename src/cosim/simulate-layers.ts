import type { PlacedLayer } from '../hw/accounts/placed-layer.ts';
import type { SpmvArray } from '../hw/array/spmv-array.ts';
import { SpmvUnit } from '../hw/array/spmv-unit.ts';
import { timeProgram } from '../hw/sequencer/controller.ts';
import { Datapath } from '../hw/sequencer/datapath.ts';
import { joinCodes, passesByLayer } from '../lstm/passes.ts';
import type { Direction } from '../lstm/shape.ts';
import type { FixedState } from '../lstm/state.ts';
import type { StoredLayer } from '../lstm/stored-layer.ts';
import { noSaturations } from '../num/fixed.ts';
import type { SimulatedLayer } from './step-bench.ts';

/**
 * Runs the steps of every layer on the simulator's datapath and controller, weights resident, as `bbsim run`
 * does; nothing but the RTL checks it. `states`: of every layer before the first step.
 */
export function simulateLayers(
  array: SpmvArray,
  layers: readonly PlacedLayer[],
  stored: readonly StoredLayer[],
  inputs: readonly Int16Array[],
  states: readonly FixedState[],
): SimulatedLayer[] {
  const simulated: SimulatedLayer[] = [];
  let below = inputs;
  for (const passes of passesByLayer(stored.map(({ shape }) => shape))) {
    const outputs = passes.map((pass) => {
      const { direction } = stored[pass].shape;
      // The RTL sees one pass, whose first step is the last of the sequence in reverse.
      const driven = inOrder(direction, below);
      simulated.push(simulateLayer(array, layers[pass], stored[pass], driven, states[pass]));
      return inOrder(
        direction,
        simulated[pass].states.map(({ h }) => h),
      );
    });
    below = outputs.reduce((forward, reverse) => forward.map((h, t) => joinCodes(h, reverse[t])));
  }
  return simulated;
}

function inOrder<Step>(direction: Direction | undefined, steps: readonly Step[]): readonly Step[] {
  return direction === 'reverse' ? steps.toReversed() : steps;
}

function simulateLayer(
  array: SpmvArray,
  { program, matrices }: PlacedLayer,
  { biasCodes, peepholeCodes }: StoredLayer,
  inputs: readonly Int16Array[],
  initialState: FixedState,
): SimulatedLayer {
  const { config } = array;
  const constants = { bias: biasCodes, peepholes: peepholeCodes };
  const datapath = new Datapath(program, matrices, constants, config.number, noSaturations());
  let state = initialState;
  const states = inputs.map((x) => {
    state = datapath.step(x, state);
    return state;
  });
  const initial = new Map([[program.h, initialState.h]]);
  if (program.c !== null) initial.set(program.c, initialState.c);
  if (program.constants.bias !== null && biasCodes) initial.set(program.constants.bias, biasCodes);
  if (program.constants.peepholes && peepholeCodes) {
    for (const gate of ['i', 'f', 'o'] as const)
      initial.set(program.constants.peepholes[gate], peepholeCodes[gate]);
  }
  const timeline = timeProgram(config, new SpmvUnit(array, { kind: 'resident' }), matrices, program);
  return { config, program, matrices, timeline, initial, inputs, states };
}
