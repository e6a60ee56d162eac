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
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'its symbolic links form a circle',
  ENOENT: 'there is no such file or directory',
  ESTALE: 'it was removed by another process',
};

/** The error of a file operation as BadInput: "cannot write a/b: the disk is full"; what is BadInput already stays. */
export function cannot(doing: string, path: string, error: unknown): BadInput {
  if (error instanceof BadInput) return error;
  const text = error instanceof Error ? error.message : String(error);
  return new BadInput(`cannot ${doing} ${path}: ${REASONS[codeOf(error)] ?? text}`);
}

/** The code of a system error (`ENOENT`); empty for other errors. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
