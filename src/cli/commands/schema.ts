import { Argument, Command } from 'commander';
import { type ConfigKind, configKinds } from '../../config/presets.ts';
import type { Io } from '../io.ts';
import { examplesText } from '../options.ts';
import { schemaText } from '../schemas.ts';

/** `bbsim schema`: JSON Schema for editors. */
export function schemaCommand(io: Io): Command {
  return new Command('schema')
    .description(
      'Prints the JSON Schema (draft 2020-12) of a kind of YAML file; editors check and complete with it.',
    )
    .addArgument(new Argument('[kind]', 'which file').choices(configKinds).default('accelerator'))
    .addHelpText('after', examplesText([['schema workload', 'the fields of a workload file']]))
    .action((kind: ConfigKind) => io.print(schemaText(kind)));
}
