import { readFileSync } from 'node:fs';
import { packagePath } from './package-path.ts';

/** The version of bbsim, from its package.json. */
export const version: string = JSON.parse(readFileSync(packagePath('package.json'), 'utf8')).version;

/**
 * The first version whose results are those of this one. Digests name it, so that what an earlier version has
 * simulated is found again: who moves a number of a result sets it to the version that moves it.
 */
export const resultsSince = '0.1.0';
