import { describe, expect, it } from 'vitest';
import { described, describedModels, expectedOf, graphsOf, openFixture } from './onnx-fixtures.ts';

const chains = describedModels.filter((name) => name.startsWith('fold'));

describe('constants that nodes move about', () => {
  it.each(chains)('have the values and the shape that NumPy gives them: %s', (name) => {
    const { graph } = openFixture(name).model;
    const { values } = expectedOf(name);
    expect(Object.keys(values).length).toBeGreaterThan(30);
    for (const [value, { places: _, ...expected }] of Object.entries(values)) {
      expect(graph.constantShape(value), value).toEqual(expected.shape);
      const tensor = graph.constant(value);
      expect(tensor && described(tensor), value).toEqual(expected);
    }
  });

  it.each(chains)('say of each float where it lies in the file: %s', (name) => {
    const { graph } = openFixture(name).model;
    const { values, leaves } = expectedOf(name);
    for (const [value, { dtype, places }] of Object.entries(values)) {
      const origin = graph.origin(value);
      if (!dtype.startsWith('float')) {
        expect(origin, value).toBeNull();
        continue;
      }
      const tensor = (i: number) => leaves?.indexOf(origin?.tensors[origin.tensorOf?.[i] ?? 0] ?? '') ?? -1;
      const found = Array.from(origin?.elements ?? [], (element, i) => 10_000 * tensor(i) + element);
      expect(found, value).toEqual(places);
    }
  });

  it('are seen from inner graphs, where a name may hide another', () => {
    const { folded } = expectedOf('scopes.onnx');
    const graphs = graphsOf(openFixture('scopes.onnx').model.graph);
    for (const [path, values] of Object.entries(folded ?? {})) {
      const graph = graphs.find((one) => one.path === path);
      for (const [value, expected] of Object.entries(values)) {
        const tensor = graph?.constant(value);
        expect(tensor && described(tensor), `${path} ${value}`).toEqual(expected);
      }
    }
  });

  it('are neither inputs nor what is computed from them', () => {
    const [main, loop] = graphsOf(openFixture('scopes.onnx').model.graph);
    for (const value of ['yes', 'looped', 'first', 'nowhere', '']) expect(main.constant(value)).toBeNull();
    for (const value of ['state', 'still', 'next']) expect(loop.constantShape(value)).toBeNull();
    expect(main.origin('looped')).toBeNull();
  });
});
