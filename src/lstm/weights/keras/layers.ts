import type { KerasFile } from '../../../tensors/keras/keras-file.ts';
import { findCells, type KerasCell } from './cells.ts';
import { type KerasConfiguration, type KerasLayer, readConfiguration } from './configuration.ts';
import { type KerasRecurrent, recurrentOf } from './recurrent.ts';

/** A recurrent layer whose weights are in a file. */
export interface FoundLayer {
  /** By which it is chosen, unlike those of the others. */
  readonly name: string;
  /** From below to above: several of StackedRNNCells. */
  readonly forward: readonly KerasCell[];
  /** Of a bidirectional layer; empty otherwise. */
  readonly backward: readonly KerasCell[];
  /** Null: the file has no configuration, or none of this layer. */
  readonly recurrent: KerasRecurrent | null;
  /** Its place among the layers of the model; null: nothing says it. */
  readonly place: number | null;
}

/** The recurrent layers of a file. */
export interface FoundLayers {
  readonly layers: readonly FoundLayer[];
  readonly configuration: KerasConfiguration | null;
}

/** A cell with the layer that it is of. */
interface PlacedCell {
  readonly cell: KerasCell;
  /** The same for the cells of one layer. */
  readonly key: string;
  readonly name: string;
  readonly direction: 'forward' | 'backward' | null;
  readonly recurrent: KerasRecurrent | null;
}

/**
 * The recurrent layers in a file of Keras 2 or 3: their cells by names and shapes, in the order of the model
 * as far as its configuration or its list of layers says it.
 */
export function findLayers(file: KerasFile): FoundLayers {
  const configuration = file.configuration === null ? null : readConfiguration(file.configuration);
  const order = layerOrder(file, configuration);
  const index = indexOf(configuration);
  const byKey = new Map<string, PlacedCell[]>();
  for (const placed of findCells(file).map((cell) => placeOf(file, cell, index))) {
    const others = byKey.get(placed.key);
    if (others === undefined) byKey.set(placed.key, [placed]);
    else others.push(placed);
  }
  const found = [...byKey.values()].flatMap((cells) => layersOf(cells, order));
  const counts = new Map<string, number>();
  for (const { name } of found) counts.set(name, (counts.get(name) ?? 0) + 1);
  const named = found.map(({ longName, ...layer }) =>
    counts.get(layer.name) === 1 ? layer : { ...layer, name: longName },
  );
  return { layers: named.toSorted(byPlace), configuration };
}

function byPlace(a: FoundLayer, b: FoundLayer): number {
  const [first, second] = [a.place ?? Infinity, b.place ?? Infinity];
  if (first !== second) return first < second ? -1 : 1;
  return natural(a.name, b.name);
}

/** `lstm_2` before `lstm_10`. */
function natural(a: string, b: string): number {
  const [[, first, one], [, second, two]] = [a, b].map(
    (name) => /^(.*?)(\d*)$/s.exec(name) ?? ['', name, ''],
  );
  if (first !== second) return first < second ? -1 : 1;
  return Number(one) - Number(two);
}

/** The names of layers in the order of the model: of its configuration, or of a list in files of Keras 2. */
function layerOrder(
  file: KerasFile,
  configuration: KerasConfiguration | null,
): ReadonlyMap<KerasLayer | string, number> {
  if (configuration !== null) return new Map(configuration.layers.map((layer, i) => [layer, i]));
  const list = file.texts('model_weights').get('layer_names') ?? file.texts('').get('layer_names') ?? [];
  return new Map(list.map((name, i) => [name, i]));
}

/** The layer of a cell: of the configuration, or as the names of its groups tell it. */
function placeOf(file: KerasFile, cell: KerasCell, index: RecurrentIndex): PlacedCell {
  const { path, direction } = around(cell.segments);
  const recurrent = layerAround(cell, index);
  const key = path.join('/');
  if (recurrent === null) {
    const [said = ''] = file.texts(`${key}/vars`).get('name') ?? [];
    const name = said === '' ? (path[path.length - 1] ?? 'cell') : said;
    return { cell, key, name, direction, recurrent };
  }
  const { name, path: long } = recurrent.layer;
  const isPair = recurrent.layer.className === 'Bidirectional';
  return { cell, key, name: name === '' ? long : name, direction: isPair ? direction : null, recurrent };
}

const OF_CELL = /(^|_)(cell|cells|vars)(_\d+)?$/;

/** The names around a cell without those of the cell and of its direction. */
function around(segments: readonly string[]): {
  readonly path: readonly string[];
  readonly direction: PlacedCell['direction'];
} {
  let end = segments.length;
  while (end > 1 && OF_CELL.test(segments[end - 1])) end--;
  const [, direction] = /^(forward|backward)_/.exec(segments[end - 1]) ?? [];
  if (end < 2 || (direction !== 'forward' && direction !== 'backward'))
    return { path: segments.slice(0, end), direction: null };
  return { path: segments.slice(0, end - 1), direction };
}

/** Layers of one name that are told apart by the models that they are in. */
const MOST_OF_A_NAME = 64;

/** The recurrent layers of a configuration by where they may be named in a file. */
interface RecurrentIndex {
  readonly byPath: ReadonlyMap<string, KerasRecurrent>;
  readonly byName: ReadonlyMap<string, readonly KerasRecurrent[]>;
}

function indexOf(configuration: KerasConfiguration | null): RecurrentIndex {
  const byPath = new Map<string, KerasRecurrent>();
  const byName = new Map<string, KerasRecurrent[]>();
  for (const layer of configuration?.layers ?? []) {
    const recurrent = recurrentOf(layer);
    if (recurrent === null) continue;
    byPath.set(layer.path, recurrent);
    const alike = byName.get(layer.name) ?? [];
    if (alike.length < MOST_OF_A_NAME) alike.push(recurrent);
    byName.set(layer.name, alike);
  }
  return { byPath, byName };
}

/** The layer of a cell by the path of Keras 3, or by its name among the groups of Keras 2. */
function layerAround({ segments }: KerasCell, { byPath, byName }: RecurrentIndex): KerasRecurrent | null {
  const path = segments.map((name) => (name === '_layer_checkpoint_dependencies' ? 'layers' : name));
  for (let end = path.length; end > 1; end--) {
    const found = byPath.get(path.slice(0, end).join('/'));
    if (found !== undefined) return found;
  }
  const own = new Set(segments);
  const inModels = ({ layer: { scope } }: KerasRecurrent) => scope.filter((name) => own.has(name)).length;
  const [first = null, ...others] = [...own].flatMap((name) => byName.get(name) ?? []);
  return others.reduce((best, each) => (best && inModels(each) > inModels(best) ? each : best), first);
}

/** The layer of some cells; where only one direction is there, its cells are layers of their own. */
function layersOf(
  cells: readonly PlacedCell[],
  order: ReadonlyMap<KerasLayer | string, number>,
): (FoundLayer & { readonly longName: string })[] {
  const [{ key, name, recurrent }] = cells;
  const of = (direction: PlacedCell['direction']) =>
    cells.filter((each) => each.direction === direction).map(({ cell }) => cell);
  const place = order.get(recurrent?.layer ?? name) ?? order.get(key.split('/')[0]) ?? null;
  const [single, forward, backward] = [of(null), of('forward'), of('backward')];
  const shared = { recurrent, place };
  const found = [];
  if (forward.length > 0 && backward.length > 0)
    found.push({ ...shared, name, longName: key, forward, backward });
  else
    for (const cell of [...forward, ...backward]) {
      const { segments } = cell;
      const own = segments.filter((part) => !OF_CELL.test(part));
      found.push({
        ...shared,
        name: own[own.length - 1],
        longName: own.join('/'),
        forward: [cell],
        backward: [],
      });
    }
  if (single.length > 0)
    found.push({ ...shared, name, longName: key, forward: single.toSorted(byGroup), backward: [] });
  return found;
}

function byGroup(a: KerasCell, b: KerasCell): number {
  const name = ({ group }: KerasCell) => group.replace(/\/vars$/, '');
  return natural(name(a), name(b));
}
