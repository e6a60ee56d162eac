import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { bytesOf, type ExpectedFile, type Fed, largestDifference } from './fixtures.ts';

env.wasm.numThreads = 1;
env.logLevel = 'error';

/** The largest difference between what onnxruntime makes of a file, and what make.py says of it. */
export async function runtimeDifference(name: string, { feeds, fetches }: ExpectedFile): Promise<number> {
  const session = await InferenceSession.create(bytesOf(name), { executionProviders: ['wasm'] });
  const given = Object.entries(feeds).map(([input, fed]) => [input, tensorOf(fed)] as const);
  const made = await session.run(Object.fromEntries(given));
  await session.release();
  const differences = Object.entries(fetches).map(([output, { data }]) =>
    largestDifference(made[output].data as Float32Array, data.map(Number)),
  );
  return Math.max(...differences);
}

function tensorOf({ type, dims, data }: Fed): Tensor {
  if (type === 'bool') return new Tensor('bool', data.map(Boolean), dims);
  return new Tensor('float32', Float32Array.from(data, Number), dims);
}
