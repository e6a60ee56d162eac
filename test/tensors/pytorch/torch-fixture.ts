import { readFileSync } from 'node:fs';

/** A file that PyTorch wrote (test/fixtures/models/pytorch, with the script). */
export function torchFixture(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`../../fixtures/models/pytorch/${name}`, import.meta.url)));
}

interface Expected {
  /** Outputs of models in float64. */
  readonly models: readonly {
    readonly file: string;
    readonly name: string | null;
    readonly x: readonly number[];
    readonly outputs: readonly number[];
  }[];
  /** Tensors of a file by their names. */
  readonly tensors: Readonly<
    Record<
      string,
      Readonly<
        Record<string, { readonly dtype: string; readonly shape: number[]; readonly values: number[] }>
      >
    >
  >;
}

/** What PyTorch finds in these files. */
export const expectedOfTorch: Expected = JSON.parse(new TextDecoder().decode(torchFixture('expected.json')));
