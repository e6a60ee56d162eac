import { unpickle } from '../../../src/tensors/pytorch/pickle/pickle-machine.ts';
import type { PickleValue } from '../../../src/tensors/pytorch/pickle/pickle-value.ts';
import { isKnownToTorch } from '../../../src/tensors/pytorch/torch-names.ts';
import { writeZip, type ZipContent } from '../../../src/tensors/zip/zip-write.ts';

/** Bytes of operations: texts stand for their characters, numbers for bytes. */
export function operations(...parts: readonly (string | number | Uint8Array)[]): Uint8Array {
  return new Uint8Array(
    Buffer.concat(
      parts.map((part) => {
        if (typeof part === 'number') return Uint8Array.of(part);
        return typeof part === 'string' ? Buffer.from(part, 'latin1') : part;
      }),
    ),
  );
}

/** A pickle of protocol 2 around operations. */
export function pickle(...parts: readonly (string | number | Uint8Array)[]): Uint8Array {
  return operations('\x80\x02', ...parts, '.');
}

/** The operation that pushes a text (BINUNICODE). */
export function text(content: string): Uint8Array {
  const bytes = new TextEncoder().encode(content);
  return operations('X', uint4(bytes.length), bytes);
}

/** The operation that pushes a whole number (LONG1). */
export function integer(value: number): Uint8Array {
  return operations('\x8a\x08', new Uint8Array(new BigInt64Array([BigInt(value)]).buffer));
}

/** The operation that pushes a function or a class (GLOBAL). */
export function global(module: string, name: string): Uint8Array {
  return operations(`c${module}\n${name}\n`);
}

/** The operations that push a tuple of some others' values. */
export function tuple(...items: readonly Uint8Array[]): Uint8Array {
  return operations('(', ...items, 't');
}

function uint4(value: number): Uint8Array {
  return new Uint8Array(new Uint32Array([value]).buffer);
}

/** What a tensor of a hand-made pickle is. */
export interface HandMadeTensor {
  readonly key?: string;
  readonly storage?: string;
  /** Elements that the pickle says its storage has. */
  readonly elements: number;
  readonly offset?: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** The operations that push a tensor, as torch.save writes them, without the memo. */
export function tensor({
  key = '0',
  storage = 'FloatStorage',
  elements,
  offset = 0,
  shape,
  strides,
}: HandMadeTensor): Uint8Array {
  const id = tuple(text('storage'), global('torch', storage), text(key), text('cpu'), integer(elements));
  return operations(
    global('torch._utils', '_rebuild_tensor_v2'),
    '(',
    id,
    'Q',
    integer(offset),
    tuple(...shape.map(integer)),
    tuple(...strides.map(integer)),
    '\x89',
    global('collections', 'OrderedDict'),
    ')RtR',
  );
}

/** The operations that push a dict. */
export function dict(...entries: readonly (readonly [key: string, value: Uint8Array])[]): Uint8Array {
  return operations('}(', ...entries.flatMap(([key, value]) => [text(key), value]), 'u');
}

/** A file of torch.save with a pickle and storages. */
export function torchFile(
  dataPickle: Uint8Array,
  storages: Readonly<Record<string, Uint8Array>> = {},
  { folder = 'archive/', compress = false }: { readonly folder?: string; readonly compress?: boolean } = {},
): Uint8Array {
  const contents: ZipContent[] = [
    { name: `${folder}data.pkl`, bytes: dataPickle },
    ...Object.entries(storages).map(([key, bytes]) => ({ name: `${folder}data/${key}`, bytes })),
    { name: `${folder}version`, bytes: operations('3\n') },
  ];
  return writeZip(contents, compress);
}

/** What a pickle holds, by the rules for files of torch.save. */
export function treeOf(bytes: Uint8Array): PickleValue {
  return unpickle(bytes, 0, { place: 'p', isKnown: isKnownToTorch }).value;
}
