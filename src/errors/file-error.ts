import { BadInput } from './bad-input.ts';

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file is larger than the file system or the limit allows',
  ENOTDIR: 'a part of its path is a file, not a directory',
  EEXIST: 'a part of its path is a file, not a directory',
  EISDIR: 'it is a directory',
  EFTYPE: 'it is not a regular file',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'its symbolic links form a circle',
  ENOENT: 'no such file or directory',
  ESTALE: 'it was removed by another process',
  ERR_INVALID_ARG_VALUE: 'no file can have this name',
};

/**
 * The error of a file operation as BadInput, in the one wording that bbsim has for what a file system
 * refuses: "cannot write a/b: the disk is full", behind `where` (an option, a field) when there is one.
 * What is BadInput already stays.
 */
export function cannot(doing: string, path: string, error: unknown, where = ''): BadInput {
  if (error instanceof BadInput) return error;
  const text = error instanceof Error ? error.message : String(error);
  const place = where === '' ? '' : `${where}: `;
  return new BadInput(`${place}cannot ${doing} ${path}: ${REASONS[codeOf(error)] ?? text}`);
}

/** The code of a system error (`ENOENT`); empty for other errors. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/**
 * An error of that code, for what bbsim itself finds out about a file: EFTYPE where a folder, a pipe
 * or a device is no regular file.
 */
export function systemError(code: 'EFTYPE' | 'ENOSPC' | 'ESTALE'): Error {
  return Object.assign(new Error(code), { code });
}
