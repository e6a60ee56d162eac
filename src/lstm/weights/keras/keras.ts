import { BadInput } from '../../../errors/bad-input.ts';
import { isKerasFile, type KerasFile } from '../../../tensors/keras/keras-file.ts';
import { printableName, SHOWN, shapesText } from '../../../tensors/named-shape.ts';
import type { FoundModel, Framework } from '../found-model.ts';
import type { LstmLayerTensors, LstmTensors } from '../state-dict.ts';
import { maskName, otherCells } from './cells.ts';
import { type FoundLayer, type FoundLayers, findLayers } from './layers.ts';
import { cellSizes, checkCell, readCell } from './pass.ts';
import { kerasRemarks } from './remarks.ts';
import { stacksOf } from './stacks.ts';

/** LSTMs and GRUs in files of Keras 2 and 3: whole models and weights alone, in HDF5 or in a .keras file. */
export const kerasFramework: Framework = {
  maskName,
  hasCodes: false,
  name: 'keras',
  expects: 'a layer of class LSTM or GRU with its kernels',
  isOf: isKerasFile,
  find: (file, path) => (isKerasFile(file) ? modelsIn(file, path) : []),
  holds: (file) => (isKerasFile(file) ? contentOf(file) : 'nothing'),
};

/** Layers that the name of a stack has before it leaves out those between the first and the last. */
const NAMED_LAYERS = 4;

function modelsIn(file: KerasFile, path: string): readonly FoundModel[] {
  const found = findLayers(file);
  return stacksOf(file, found).map((stack) => {
    const parts = stack.map((layer) => modelOf(file, path, layer.name, [layer], found));
    if (parts.length === 1) return parts[0];
    return { ...modelOf(file, path, stackName(stack), stack, found), parts };
  });
}

function stackName(stack: readonly FoundLayer[]): string {
  const names = stack.map(({ name }) => name);
  return (names.length > NAMED_LAYERS ? [names[0], '...', names[names.length - 1]] : names).join('+');
}

function modelOf(
  file: KerasFile,
  path: string,
  name: string,
  stack: readonly FoundLayer[],
  found: FoundLayers,
): FoundModel {
  const cells = stack.flatMap(({ forward, backward }) => [...forward, ...backward]);
  const last = stack[stack.length - 1];
  const [first] = cells;
  return {
    name,
    kind: first.kind,
    layers: stack.reduce((sum, { forward }) => sum + forward.length, 0),
    inputs: cellSizes(file, first).inputs,
    hidden: cellSizes(file, last.forward[last.forward.length - 1]).hidden,
    projection: null,
    directions: directionsOf(stack),
    peepholes: cells.some(({ peepholes }) => peepholes !== null),
    tensors: cells
      .flatMap(({ kernel, recurrentKernel, bias, peepholes }) => [
        kernel,
        recurrentKernel,
        ...(bias === null ? [] : [bias]),
        ...Object.values(peepholes ?? {}),
      ])
      .flatMap((tensor) => [tensor, maskName(tensor)].filter((each) => file.has(each))),
    remarks: [],
    parts: [],
    read: () => readStack(file, path, name, stack, found),
  };
}

function directionsOf(stack: readonly FoundLayer[]): FoundModel['directions'] {
  if (stack.some(({ backward }) => backward.length > 0)) return ['forward', 'reverse'];
  return [stack.some(({ recurrent }) => recurrent?.goesBackwards) ? 'reverse' : 'forward'];
}

function readStack(
  file: KerasFile,
  path: string,
  name: string,
  stack: readonly FoundLayer[],
  found: FoundLayers,
): LstmTensors {
  for (const layer of stack) checkLayer(file, path, layer);
  return {
    prefix: '',
    layers: stack.flatMap((layer) => passesOf(file, path, layer)),
    remarks: kerasRemarks(file, path, name, stack, found),
  };
}

/** What the configuration says of the cells of a layer, cell by cell, those of both directions. */
function cellsWithSettings({ forward, backward, recurrent }: FoundLayer) {
  const of = (
    cells: FoundLayer['forward'],
    settings: readonly unknown[] | undefined,
    from: 'forward' | 'backward',
  ) =>
    cells.map((cell, i) => ({
      cell,
      settings: settings === undefined ? null : (recurrent?.[from][i] ?? null),
    }));
  return {
    forward: of(forward, recurrent?.forward, 'forward'),
    backward: of(backward, recurrent?.backward, 'backward'),
  };
}

function checkLayer(file: KerasFile, path: string, layer: FoundLayer): void {
  const { recurrent, forward, backward, name } = layer;
  const place = `${path}, layer ${printableName(name)}`;
  if (recurrent !== null && recurrent.refusal !== null) throw new BadInput(`${place}: ${recurrent.refusal}`);
  for (const [cells, settings] of [
    [forward, recurrent?.forward],
    [backward, recurrent?.backward],
  ] as const) {
    if (settings === undefined || settings.length === cells.length) continue;
    throw new BadInput(
      `${place}: has the weights of ${cells.length} cells, expected ${settings.length} by the model's configuration`,
    );
  }
  const pairs = cellsWithSettings(layer);
  for (const { cell, settings } of [...pairs.forward, ...pairs.backward])
    checkCell(file, path, cell, settings);
  for (const [at, cell] of forward.entries()) {
    const below = forward[at - 1];
    if (below === undefined || cellSizes(file, below).hidden === cellSizes(file, cell).inputs) continue;
    throw new BadInput(
      `${path}, tensor ${printableName(cell.kernel)}: has ${cellSizes(file, cell).inputs} inputs, expected ${cellSizes(file, below).hidden}, fed by the cell before`,
    );
  }
}

function passesOf(file: KerasFile, path: string, layer: FoundLayer): LstmLayerTensors[] {
  const { forward, backward } = cellsWithSettings(layer);
  const read = ({ cell, settings }: (typeof forward)[number]) => readCell(file, path, cell, settings);
  if (backward.length > 0)
    return [
      { ...read(forward[0]), direction: 'forward' },
      { ...read(backward[0]), direction: 'reverse' },
    ];
  const passes = forward.map(read);
  return layer.recurrent?.goesBackwards
    ? passes.map((pass) => ({ ...pass, direction: 'reverse' as const }))
    : passes;
}

/** The data sets of a file without a recurrent layer, and the recurrent cells that are not simulated. */
function contentOf(file: KerasFile): string {
  const others = otherCells(file);
  const more =
    others.length === 0 ? '' : `; only LSTMs and GRUs are simulated, not cells of ${shapesText(others)}`;
  return `${shapesText(file.names.map((name, i) => ({ name, shape: i < SHOWN ? file.shape(name) : null })))}${more}`;
}
