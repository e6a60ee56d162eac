import { namesText } from '../named-shape.ts';

/** JSON files that lie beside models, by fields that they have. */
const kinds: readonly (readonly [fields: readonly string[], says: string])[] = [
  [['schemaVersion', 'command'], 'a result of bbsim'],
  [['architectures', 'model_type'], 'the configuration of a model of transformers'],
  [['modelTopology', 'weightsManifest'], 'a model of TensorFlow.js'],
  [['class_name', 'config'], 'the configuration of a model of Keras'],
  [['added_tokens', 'model'], 'a tokenizer'],
  [['name', 'version'], 'a package.json'],
];

/** What a JSON object is, by the names of its members: "a package.json". */
export function jsonKind(names: readonly string[]): string {
  const found = kinds.find(([fields]) => fields.every((field) => names.includes(field)));
  return found?.[1] ?? `JSON with ${namesText(names)}`;
}
