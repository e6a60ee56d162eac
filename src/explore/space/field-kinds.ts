import { z } from 'zod';
import { AcceleratorSchema } from '../../hw/array/kinds/index.ts';
import { WorkloadSchema } from '../../lstm/workload.ts';
import { WORKLOAD } from './axis-fields.ts';

/** What all values of a column are, null aside. */
export type ValueKind = 'integer' | 'number' | 'boolean' | 'text';

/** The part of a JSON Schema that says what a value may be. */
interface Node {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly $ref?: string;
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
}

let roots: { readonly accelerator: Node; readonly workload: Node } | null = null;

/**
 * What the values of an axis over `field` are, by the schemas of accelerators and workloads and not by the
 * values that a sweep happens to have: whole numbers, numbers, true or false (`on` and `off` are that, too),
 * or text. Text also for a field that takes several of these, and for one that no schema has.
 */
export function kindOfField(field: string): ValueKind {
  roots ??= {
    accelerator: z.toJSONSchema(AcceleratorSchema, { io: 'input' }) as Node,
    workload: z.toJSONSchema(WorkloadSchema, { io: 'input' }) as Node,
  };
  const isOfWorkload = field.startsWith(WORKLOAD);
  const path = (isOfWorkload ? field.slice(WORKLOAD.length) : field).split('.');
  const root = isOfWorkload ? roots.workload : roots.accelerator;
  return kindOf(new Set(nodesAt(root, path, root).flatMap((node) => kindsOf(node))));
}

/** The schemas of what is at `path`: one for every kind of accelerator that has it, and every alternative. */
function nodesAt(node: Node, path: readonly string[], root: Node): readonly Node[] {
  const [step, ...rest] = path;
  const alternatives = [...(node.anyOf ?? []), ...(node.oneOf ?? []), ...referred(node, root)];
  if (alternatives.length > 0) return alternatives.flatMap((one) => nodesAt(one, path, root));
  if (step === undefined) return [node];
  const { properties = {}, items } = node;
  if (Object.hasOwn(properties, step)) return nodesAt(properties[step], rest, root);
  return items !== undefined && /^\d+$/.test(step) ? nodesAt(items, rest, root) : [];
}

function referred({ $ref }: Node, root: Node): readonly Node[] {
  if ($ref === undefined) return [];
  const steps = $ref.replace(/^#\//, '').split('/');
  return [steps.reduce((node, step) => (node as Record<string, Node>)[step], root)];
}

/** A list of numbers to choose from says `number`, whole or not. */
function kindsOf(node: Node): ValueKind[] {
  const options = node.enum ?? ('const' in node ? [node.const] : null);
  if (options !== null && node.type === 'number')
    return [options.every((option) => Number.isSafeInteger(option)) ? 'integer' : 'number'];
  if (options?.every((option) => option === 'on' || option === 'off')) return ['boolean'];
  if (node.type === 'integer' || node.type === 'number' || node.type === 'boolean') return [node.type];
  return node.type === 'string' ? ['text'] : [];
}

function kindOf(kinds: ReadonlySet<ValueKind>): ValueKind {
  const [kind = 'text'] = kinds;
  if (kinds.size < 2) return kind;
  return [...kinds].every((one) => one === 'integer' || one === 'number') ? 'number' : 'text';
}
