import { join } from 'node:path';
import { Argument, Command, Option } from 'commander';
import { type ConfigKind, configKinds } from '../../config/presets.ts';
import { foreignFiles } from '../../disk/output-folder.ts';
import { BadInput } from '../../errors/bad-input.ts';
import type { Io } from '../io.ts';
import { examplesText } from '../options.ts';
import { schemaText } from '../schemas.ts';
import { writeOutputs } from '../write-outputs.ts';

/** The folder of the schemas when nobody names one. */
const FOLDER = 'bbsim-schemas';

/** `bbsim schema`: JSON Schema for editors. */
export function schemaCommand(io: Io): Command {
  return new Command('schema')
    .description(
      'Prints the JSON Schema (draft 2020-12) of a kind of YAML file, or writes those of all kinds; editors check and complete with it.',
    )
    .addArgument(new Argument('[kind]', 'which file').choices(configKinds).default('accelerator'))
    .addOption(
      new Option(
        '--write [dir]',
        `writes the schemas of all kinds into a folder (default: ${FOLDER}), and prints the lines with which files name them`,
      ).preset(FOLDER),
    )
    .addHelpText(
      'after',
      examplesText([
        ['schema workload', 'the fields of a workload file'],
        ['schema --write schemas', 'all schemas into schemas/, for files beside that folder'],
      ]),
    )
    .action(async (kind: ConfigKind, { write }: { readonly write?: string }) => {
      if (write === undefined) io.print(schemaText(kind));
      else await writeSchemas(io, write);
    });
}

/** Writes all schemas into a folder. Throws BadInput where a file of that name is somebody else's. */
async function writeSchemas(io: Io, folder: string): Promise<void> {
  const files = configKinds.map((kind) => [`${kind}.schema.json`, schemaText(kind)] as const);
  const foreign = await foreignFiles(folder, files);
  if (foreign.length > 0)
    throw new BadInput(
      `${join(folder, foreign[0])} is there and was not written by bbsim, or was changed since: move it, or name another folder`,
    );
  await writeOutputs(io, folder, files);
  io.print(
    [
      `${files.length} schemas in ${folder}. With one of these as its first line, a file beside the folder is checked by editors that`,
      'know YAML language servers:',
      ...files.map(([name]) => `# yaml-language-server: $schema=${join(folder, name)}`),
    ].join('\n'),
  );
}
