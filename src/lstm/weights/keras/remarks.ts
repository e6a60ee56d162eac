import type { KerasFile } from '../../../tensors/keras/keras-file.ts';
import { printableName } from '../../../tensors/named-shape.ts';
import type { FoundLayer, FoundLayers } from './layers.ts';
import { resetsAfter } from './pass.ts';

/** What Keras does otherwise than a run, or what a file does not say: a line each. */
export function kerasRemarks(
  file: KerasFile,
  path: string,
  name: string,
  stack: readonly FoundLayer[],
  { configuration }: FoundLayers,
): readonly string[] {
  const about = `${path}: ${printableName(name)}`;
  const lines = stack.flatMap((layer) => layerRemarks(layer));
  const unknown = stack.some(({ recurrent }) => recurrent === null);
  const cells = stack.flatMap(({ forward, recurrent }) =>
    forward.map((cell, i) => ({ cell, settings: recurrent?.forward[i] ?? null })),
  );
  const isGuessed = cells.some(
    ({ cell, settings }) => cell.kind === 'gru' && !resetsAfter(file, cell, settings).isKnown,
  );
  return [
    ...(unknown
      ? ['has no configuration in the file: its activations are taken to be tanh and sigmoid']
      : []),
    ...(unknown && stack.length > 1
      ? ['has layers that follow each other in the list of the model: they are taken to feed each other']
      : []),
    ...(isGuessed ? ['has no biases, and nothing says reset_after: it is taken to be true'] : []),
    ...(configuration?.masksSteps ? ['runs steps that the model masks as any others'] : []),
    ...new Set(lines),
  ].map((line) => `${about} ${line}`);
}

function layerRemarks({ recurrent }: FoundLayer): string[] {
  if (recurrent === null) return [];
  const { goesBackwards, isStateful, mergeMode, layer } = recurrent;
  return [
    ...(goesBackwards
      ? ['runs from the last step to the first (go_backwards); its outputs are kept in the order of time']
      : []),
    ...(isStateful ? ['is stateful: it begins with zeros, or with the state that is given'] : []),
    ...(mergeMode !== null && mergeMode !== 'concat'
      ? [`has merge_mode ${printableName(mergeMode)}: the outputs of its directions are kept apart`]
      : []),
    ...(layer.hasMoreInputs
      ? [
          'is given a state by other layers of the model: it begins with zeros, or with the state that is given',
        ]
      : []),
  ];
}
