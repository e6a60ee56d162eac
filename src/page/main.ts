import type { PartData } from '../report/page/page-data.ts';
import { dataOf } from './decode.ts';
import type { MountedPart } from './part.ts';
import { mounts } from './parts/index.ts';

/** The parts that are on the page, by the names of their figures. */
const mounted = new Map<string, MountedPart>();

/** Draws the parts of the page, in the figures that name them: each has its data in an element beside it. */
async function start(): Promise<void> {
  for (const figure of document.querySelectorAll<HTMLElement>('figure[data-part]')) {
    const stage = figure.querySelector<HTMLElement>('.stage');
    const packed = document.getElementById(`${figure.id}-data`);
    if (stage === null || packed === null) throw new Error(`${figure.id} has no stage or no data`);
    const data = await dataOf(packed);
    mounted.set(figure.id, mountPart(stage, data));
  }
  document.documentElement.dataset.ready = 'true';
}

function mountPart<Data extends PartData>(stage: HTMLElement, data: Data): MountedPart {
  const mount = mounts[data.part] as (stage: HTMLElement, data: PartData) => MountedPart;
  return mount(stage, data);
}

void start();
