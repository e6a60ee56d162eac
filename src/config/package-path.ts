import { fileURLToPath } from 'node:url';

/**
 * The path of a file or folder of the package itself. It is two levels up from
 * src/config and from dist/bundle.
 */
export function packagePath(inPackage: string): string {
  return fileURLToPath(new URL(`../../${inPackage}`, import.meta.url));
}
