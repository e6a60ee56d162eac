import { BadInput } from '../../errors/bad-input.ts';
import { printableName, shapesText } from '../named-shape.ts';
import type { Tensor } from '../tensor-file.ts';
import { type DataSet, describeDataSet, isDataSet, readDataSet, shapeOf } from './data-set.ts';
import { type GroupLink, readLinks } from './group-links.ts';
import { type Hdf5Bytes, hdf5Bytes } from './hdf5-bytes.ts';
import type { HeapCollections } from './heap-text.ts';
import { type HeaderMessage, readObjectHeader } from './object-header.ts';
import { readSuperblock, type Superblock } from './superblock.ts';
import { readTextAttributes, type TextAttributes } from './text-attributes.ts';

/**
 * An opened HDF5 file: its groups have been walked through, its data sets are read when they are asked for.
 */
export interface Hdf5File {
  /** Paths of the data sets, without a slash in front, in the order of the file. */
  readonly names: readonly string[];
  has(name: string): boolean;
  /** The shape of a data set; null where the file has none of this name, or none that can be read. */
  shape(name: string): readonly number[] | null;
  /** Reads a data set of numbers. Throws BadInput on damage, on text and records, and on an unknown name. */
  read(name: string): Tensor;
  /** Paths of the groups; the root is the empty one. */
  readonly groups: readonly string[];
  /** The text attributes of a group or a data set; none of a path that the file does not have. */
  texts(path: string): TextAttributes;
  /** What is needed to write it again. */
  readonly structure: Hdf5Structure;
}

/** Where things lie in an HDF5 file. */
export interface Hdf5Structure {
  readonly file: Hdf5Bytes;
  readonly superblock: Superblock;
  readonly objects: ReadonlyMap<string, Hdf5Object>;
  /** What the header of a data set of numbers says. Throws BadInput as `read` does. */
  describe(name: string): DataSet;
}

/** A group or a data set. */
export interface Hdf5Object {
  readonly messages: readonly HeaderMessage[];
  /** Of a group; null of a data set. */
  readonly members: readonly GroupLink[] | null;
  /** Where its entry in the symbol table of its group begins: null of the root and in newer groups. */
  readonly entry: number | null;
}

const DEEPEST = 32;
const MOST_OBJECTS = 65_536;
const MOST_PATH_CHARACTERS = 2 ** 22;

/**
 * Opens an HDF5 file of the kinds that h5py writes by default and, but for large groups, with
 * `libver='latest'`. Throws BadInput, with `fileName` in front, on damage and on what is not read, with its
 * name.
 */
export function openHdf5(bytes: Uint8Array, fileName: string): Hdf5File {
  const file = hdf5Bytes(bytes, fileName);
  const superblock = readSuperblock(file);
  const objects = walk(file, superblock);
  const paths = [...objects.keys()];
  const names = paths.filter((path) => objects.get(path)!.members === null);
  const collections: HeapCollections = new Map();
  const texts = new Map<string, TextAttributes>();
  const place = (path: string, what: string) => `${fileName}, ${what} ${printableName(path)}`;
  const dataSet = (name: string): readonly HeaderMessage[] => {
    const object = objects.get(name);
    if (object?.members === null) return object.messages;
    throw new BadInput(
      `${place(name, 'tensor')}: there is none; it has ${shapesText(names.map((each) => ({ name: each, shape: null })))}`,
    );
  };
  const textsOf = (path: string): TextAttributes => {
    const known = texts.get(path);
    if (known !== undefined) return known;
    const messages = objects.get(path)?.messages ?? [];
    const read = readTextAttributes(file.at(place(path, 'attributes of')), messages, collections);
    texts.set(path, read);
    return read;
  };
  const describe = (name: string): DataSet => {
    const messages = dataSet(name);
    const as = textsOf(name).get('dtype')?.[0] === 'bfloat16' ? 'bfloat16' : null;
    return describeDataSet(hdf5Bytes(bytes, place(name, 'tensor')), messages, as);
  };
  return {
    names,
    has: (name) => objects.get(name)?.members === null,
    shape: (name) => {
      const object = objects.get(name);
      return object?.members === null ? shapeOrNull(file, object.messages) : null;
    },
    read: (name) => readDataSet(hdf5Bytes(bytes, place(name, 'tensor')), describe(name)),
    groups: paths.filter((path) => objects.get(path)!.members !== null),
    texts: textsOf,
    structure: { file, superblock, objects, describe },
  };
}

function shapeOrNull(file: Hdf5Bytes, messages: readonly HeaderMessage[]): readonly number[] | null {
  try {
    return shapeOf(file, messages);
  } catch (error) {
    if (error instanceof BadInput) return null;
    throw error;
  }
}

/** Everything below the root by its path, groups before their members; no group twice. */
function walk(file: Hdf5Bytes, superblock: Superblock): ReadonlyMap<string, Hdf5Object> {
  const objects = new Map<string, Hdf5Object>();
  const groups = new Set<number>();
  let characters = 0;
  const visit = (path: string, depth: number, { address, entry }: Omit<GroupLink, 'name'>): void => {
    const here = file.at(path === '' ? file.place : `${file.place}, ${printableName(path)}`);
    characters += path.length;
    if (depth > DEEPEST || objects.size >= MOST_OBJECTS || characters > MOST_PATH_CHARACTERS)
      throw new BadInput(
        `${here.place}: more than ${MOST_OBJECTS} objects, or groups in groups over ${DEEPEST} deep`,
      );
    const messages = readObjectHeader(here, address);
    const members = readLinks(here, messages);
    if (members === null && !isDataSet(messages)) return;
    if (objects.has(path)) throw new BadInput(`${here.place}: is in its group twice`);
    objects.set(path, { messages, members, entry });
    if (members === null) return;
    if (groups.has(address)) throw new BadInput(`${here.place}: is the same group as another one`);
    groups.add(address);
    for (const { name, ...link } of members) visit(path === '' ? name : `${path}/${name}`, depth + 1, link);
  };
  visit('', 0, { address: superblock.root, entry: superblock.rootEntry });
  return objects;
}
