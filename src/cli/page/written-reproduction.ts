import { z } from 'zod';
import { designFields, reproductionFields } from '../../published/result.ts';
import type { WrittenReproduction } from '../../report/published/written.ts';

const texts = z.array(z.string());

const ColumnSchema = z.strictObject({
  key: z.string(),
  title: z.string(),
  unit: z.string().exactOptional(),
  align: z.enum(['left', 'right']).exactOptional(),
  digits: z.int().min(0).max(100).exactOptional(),
});

const CellSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const TableSchema = z
  .strictObject({
    title: z.string().exactOptional(),
    columns: z.array(ColumnSchema).min(1),
    rows: z.array(z.record(z.string(), CellSchema)),
    notes: texts.exactOptional(),
    commands: texts.exactOptional(),
  })
  .superRefine(({ columns, rows }, context) => {
    for (const [at, row] of rows.entries()) {
      const missing = columns.find(({ key }) => !Object.hasOwn(row, key));
      if (missing === undefined) continue;
      const path = ['rows', at, missing.key];
      context.addIssue({ code: 'custom', path, message: 'missing, expected a cell for every column' });
    }
  });

const AxisSchema = z.strictObject({ title: z.string(), unit: z.string() });

const CurveSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  x: AxisSchema,
  y: AxisSchema,
  series: z
    .array(
      z.strictObject({
        name: z.string(),
        points: z.array(z.strictObject({ x: z.number(), y: z.number() })).min(1),
      }),
    )
    .min(1),
  mark: z.strictObject({ x: z.number(), label: z.string() }).nullable(),
});

const OpenReproductionSchema = z.strictObject({
  ...reproductionFields,
  designs: z
    .array(z.strictObject({ ...designFields, tables: z.array(TableSchema), curves: z.array(CurveSchema) }))
    .min(1),
});

/**
 * The file of `bbsim reproduce`: its rows are those of its designs, and what it says of them by their names
 * is said of rows that it has.
 */
export const WrittenReproductionSchema: z.ZodType<WrittenReproduction> = OpenReproductionSchema.superRefine(
  ({ designs, rows, missed, headline }, context) => {
    const refuse = (path: PropertyKey[], message: string) =>
      context.addIssue({ code: 'custom', path, message });
    const nameOf = ({ design, id }: WrittenReproduction['rows'][number]) => `${design}/${id}`;
    const named = rows.map(nameOf);
    const ofDesigns = designs.flatMap((design) => design.rows.map(nameOf));
    const isOther = (name: string, at: number) => name !== ofDesigns[at];
    if (named.length !== ofDesigns.length || named.some(isOther))
      refuse(['rows'], 'expected the rows of all designs, in their order');
    const { numbers: _, ...lists } = headline;
    for (const [field, names] of Object.entries({ missed, ...lists })) {
      const unknown = names.findIndex((name) => !named.includes(name));
      const path = field === 'missed' ? [field, unknown] : ['headline', field, unknown];
      if (unknown !== -1) refuse(path, 'expected the name of one of the rows');
    }
  },
);
