import { stringify } from 'yaml';

/** Data as the text of a YAML file: what is read from it is the same to the last bit of its numbers. */
export function yamlText(data: unknown): string {
  return stringify(data);
}
