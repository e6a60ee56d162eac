import type { Framework } from './found-model.ts';
import { kerasFramework } from './keras/keras.ts';
import { onnxFramework } from './onnx/onnx.ts';
import { pytorch } from './pytorch.ts';

/**
 * The frameworks whose models are found in files, in the order in which they are asked: the only place where
 * one registers. PyTorch's names may be in a file of any format, so it is asked last.
 */
export const frameworks: readonly Framework[] = [kerasFramework, onnxFramework, pytorch];

/** The framework of that name. Throws RangeError for one that is not registered. */
export function frameworkNamed(name: string): Framework {
  const found = frameworks.find((framework) => framework.name === name);
  if (found === undefined) throw new RangeError(`framework ${name} is not registered`);
  return found;
}
