import type { BlockName } from './blocks.ts';
import type { LogicUse } from './logic-use.ts';
import type { MemoryUse } from './memory-mapping.ts';
import type { ComponentResources, Resource } from './resource-report.ts';

/** Whole blocks of RAM that a memory takes. */
export const wholeBlocks = ({ ramBlocks }: MemoryUse): number => Math.ceil(ramBlocks);

/** A part of a design that takes nothing yet. */
export function component(name: BlockName): ComponentResources {
  return { component: name, dsp: 0, ramBlocks: 0, ultraRam: 0, logic: 0, distributedRam: 0, flipFlops: 0 };
}

/** A part that is a memory; `selection`: logic of a function of six inputs, which chooses between blocks. */
export function memoryComponent(name: BlockName, memory: MemoryUse, selection: number): ComponentResources {
  const { distributedLogic, muxLogic } = memory;
  const logic = distributedLogic + Math.ceil(selection * muxLogic);
  return { ...component(name), ramBlocks: wholeBlocks(memory), logic, distributedRam: distributedLogic };
}

/** A part with further logic and flip-flops. */
export function withLogic(part: ComponentResources, more: LogicUse): ComponentResources {
  const logic = part.logic + Math.ceil(more.logic);
  return { ...part, logic, flipFlops: part.flipFlops + Math.ceil(more.flipFlops) };
}

/** A part that is logic. */
export function logicComponent(name: BlockName, { logic, flipFlops }: LogicUse): ComponentResources {
  return { ...component(name), logic: Math.ceil(logic), flipFlops: Math.ceil(flipFlops) };
}

/** What some parts take of a resource. */
export const sumOf = (parts: readonly ComponentResources[], resource: Resource): number =>
  parts.reduce((sum, part) => sum + part[resource], 0);

/** Several parts as one. */
export function together(name: BlockName, parts: readonly ComponentResources[]): ComponentResources {
  const of = (resource: Resource) => sumOf(parts, resource);
  return {
    component: name,
    dsp: of('dsp'),
    ramBlocks: of('ramBlocks'),
    ultraRam: of('ultraRam'),
    logic: of('logic'),
    distributedRam: of('distributedRam'),
    flipFlops: of('flipFlops'),
  };
}
