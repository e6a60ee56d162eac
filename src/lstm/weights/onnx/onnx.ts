import { isOnnxFile, type OnnxFile } from '../../../tensors/onnx/onnx-model.ts';
import type { TensorFile } from '../../../tensors/tensor-file.ts';
import type { FoundModel, Framework } from '../found-model.ts';
import { cellOf, type OnnxCell, unlessBad } from './cell.ts';
import { holdsOf } from './holds.ts';
import { readLayers } from './layer.ts';
import { recurrentNodes, uniqueNames } from './nodes.ts';
import { remarksOf } from './remarks.ts';
import { weightsOf } from './sizes.ts';
import { nodeStacks, type OnnxStack } from './stacks.ts';
import { sourceTensors } from './tensor.ts';

/** LSTM and GRU nodes of ONNX models, and the stacks that they are the layers of. */
export const onnxFramework: Framework = {
  maskName: (tensor) => `${tensor}_mask`,
  hasCodes: false,
  name: 'onnx',
  isOf: isOnnxFile,
  find(file, path) {
    if (!isOnnxFile(file)) return [];
    const nodes = recurrentNodes(file.model, path);
    const cells = nodes.map((recurrent) => cellOf(recurrent, file.model.opset, path));
    const stacks = nodeStacks(cells);
    const remarks = remarksOf(file, stacks, path);
    const unique = uniqueNames();
    for (const { name } of nodes) unique([name]);
    return stacks.map((stack) => {
      const of = (name: string, cells: readonly OnnxCell[], parts: readonly FoundModel[]) =>
        modelOf({ file, path, name, cells, remarks, parts });
      const layers = stack.cells.map((cell) => of(cell.recurrent.name, [cell], []));
      return layers.length === 1 ? layers[0] : of(unique([stackName(stack)]), stack.cells, layers);
    });
  },
  holds: (file) => (isOnnxFile(file) ? holdsOf(file.model) : ''),
};

/** Layers that the name of a stack names all of. */
const NAMED_LAYERS = 3;

function stackName({ cells }: OnnxStack): string {
  const names = cells.map(({ recurrent }) => recurrent.name);
  const shown = names.length > NAMED_LAYERS ? [names[0], '...', names[names.length - 1]] : names;
  return shown.join('+');
}

/** What a model is made of. */
interface Made {
  readonly file: OnnxFile;
  readonly path: string;
  readonly name: string;
  readonly cells: readonly OnnxCell[];
  readonly remarks: ReadonlyMap<OnnxCell, readonly string[]>;
  readonly parts: readonly FoundModel[];
}

function modelOf({ file, path, name, cells, remarks, parts }: Made): FoundModel {
  const [first, last] = [cells[0], cells[cells.length - 1]];
  // Where weights come from takes time and memory, and is asked for by few.
  let tensors: readonly string[] | null = null;
  return {
    name,
    kind: first.recurrent.kind,
    layers: cells.length,
    inputs: first.sizes.inputs,
    hidden: last.sizes.hidden,
    projection: null,
    directions: directionsOf(cells),
    peepholes: cells.some(({ recurrent }) => weightsOf(recurrent).P !== ''),
    get tensors() {
      tensors ??= [...new Set(cells.flatMap((cell) => tensorsIn(file, cell)))];
      return tensors;
    },
    remarks: [
      ...file.model.remarks.map((remark) => `${path}: ${remark}`),
      ...cells.flatMap((cell) => remarks.get(cell) ?? []),
    ],
    parts,
    read: () => {
      const nodes = cells.map(({ recurrent }) => recurrent);
      const layers = readLayers(file, nodes, path);
      const initial = layers.flatMap((layer) => layer.initial);
      const passes = layers.flatMap((layer) => layer.passes);
      const first = initial.some((state) => state !== null) ? { initial } : {};
      return { prefix: '', layers: passes, remarks: [], ...first };
    },
  };
}

/** The directions that all layers have; the one that one of them has alone. */
function directionsOf(cells: readonly OnnxCell[]): FoundModel['directions'] {
  const all = cells.map(({ settings }) => settings?.directions ?? ['forward' as const]);
  return all.find((directions) => directions.length === 1) ?? all[0];
}

function tensorsIn(file: TensorFile, { recurrent }: OnnxCell): readonly string[] {
  const { W, R, B, P } = weightsOf(recurrent);
  const values = [W, R, B, P].filter((value) => value !== '');
  return values.flatMap((value) => unlessBad(() => sourceTensors(file, recurrent.graph, value)) ?? []);
}
