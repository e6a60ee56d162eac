import type { DirectionChoice } from '../lstm/weights/choose-direction.ts';

/** `--weights`, and what chooses in it. */
export interface WeightOptions {
  readonly weights?: string;
  readonly prefix?: string;
  readonly model?: string;
  readonly direction?: DirectionChoice;
}

/** These options as words of a command line, those that were given. */
export function optionWords({ weights, prefix, model, direction }: WeightOptions): string[] {
  return Object.entries({ weights, prefix, model, direction }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, value],
  );
}
