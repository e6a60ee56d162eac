import { readFileSync } from 'node:fs';
import { packagePath } from './package-path.ts';

/** The version of bbsim, from its package.json. */
export const version: string = JSON.parse(readFileSync(packagePath('package.json'), 'utf8')).version;

/**
 * The first version whose results are those of this one; it may be the next one, while package.json still has
 * the last that was released. Digests name it, so that what a version with other results has simulated is
 * never taken for this one's: who moves a number of a result sets it to the version that moves it.
 */
export const resultsSince = '0.2.0';
