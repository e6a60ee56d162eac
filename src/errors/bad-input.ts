/**
 * Input from outside (a file, a flag, a configuration) that cannot be used. The message names the place
 * (file, field, tensor, row, bank), what was found and what was expected. The command line prints the
 * message alone and exits with code 2.
 */
export class BadInput extends Error {
  override readonly name = 'BadInput';
}
