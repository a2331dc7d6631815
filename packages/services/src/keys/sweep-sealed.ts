import { Prisma, sealedModels } from "@quietroom/db";
import {
  type FieldRef,
  openField,
  SealedFieldError,
  sealedShapeSql,
  type TenantKeys,
} from "@quietroom/vault";
import { defineVerb } from "../define-verb.ts";
import type { VerbContext } from "../runtime.ts";
import { showHidden } from "../show-hidden.ts";
import { named, sealedTables } from "./sealed-columns.ts";

/** What was found of one column that is to hold sealed words, in one studio. */
export type SweptColumn = {
  readonly table: string;
  readonly column: string;
  /** Marked `/// @phi` in the schema, so that its model seals and opens it. */
  readonly marked: boolean;
  /** Of the type that takes no word in the clear, whose check is the vault's own shape. */
  readonly refusesClear: boolean;
  readonly values: number;
  /** Values that open where they stand, and nowhere else. The others are altered, moved, or bound to nothing. */
  readonly sound: number;
  /** Rows with a value that is not sound, the first of them. */
  readonly unsound: readonly string[];
};

const rowsAtOnce = 500;
const mostNamed = 20;

/**
 * Looks at every value of every sealed column of a studio, hidden records too (ENC-11): that it opens with the studio's keys where it
 * stands, and in no other studio, table, column or row. Opens PHI, and is audited page by page. Throws `VaultUnavailable`.
 */
export async function sweepSealed(context: VerbContext): Promise<readonly SweptColumn[]> {
  const columns = await describeColumns(context, {});
  const swept: SweptColumn[] = [];
  for (const [table, ofTable] of Map.groupBy(columns, (column) => column.table)) {
    const found = new Map(
      ofTable.map(({ column }) => [column, { values: 0, sound: 0, unsound: [] as string[] }]),
    );
    let after: string | null = null;
    do {
      const page: Page = await sweepRows(context, { table, columns: [...found.keys()], after });
      for (const { column, rowId, sound } of page.values) {
        const count = found.get(column);
        if (count === undefined) continue;
        count.values += 1;
        if (sound) count.sound += 1;
        else if (count.unsound.length < mostNamed) count.unsound.push(rowId);
      }
      after = page.last;
    } while (after !== null);
    for (const column of ofTable)
      swept.push({ ...column, ...(found.get(column.column) ?? { values: 0, sound: 0, unsound: [] }) });
  }
  return swept;
}

type Described = Pick<SweptColumn, "table" | "column" | "marked" | "refusesClear">;

/** Every column that the schema marks or the database declares; a column that only one of the two knows is a finding. */
const describeColumns = defineVerb<object, readonly Described[]>({
  name: "keys.describe_sealed",
  permission: "keys:rotate",
  isolation: "read committed",
  trace: "bookkeeping", // the catalogue, no row of anyone
  async run({ tx }) {
    const marks = Object.values(sealedModels).flatMap(({ table, columns }) =>
      columns.map(({ column }) => `${table}.${column}`),
    );
    const declared = (await sealedTables(tx)).flatMap(({ table, columns }) =>
      columns.map((column) => `${table}.${column}`),
    );
    const [check] = await tx.$queryRaw<{ held: boolean }[]>`
      select coalesce(bool_and(c.convalidated and position(${sealedShapeSql} in pg_get_constraintdef(c.oid)) > 0), false) as held
      from pg_constraint c where c.contypid = 'public.sealed_text'::regtype and c.contype = 'c'`;
    const shapeHeld = check?.held === true;
    return [...new Set([...marks, ...declared])].toSorted().map((name) => {
      const [table = "", column = ""] = name.split(".");
      return {
        table,
        column,
        marked: marks.includes(name),
        refusesClear: shapeHeld && declared.includes(name),
      };
    });
  },
});

type Page = {
  readonly values: readonly { readonly column: string; readonly rowId: string; readonly sound: boolean }[];
  readonly last: string | null;
};

const sweepRows = defineVerb<
  { readonly table: string; readonly columns: readonly string[]; readonly after: string | null },
  Page
>({
  name: "keys.sweep_sealed",
  permission: "keys:rotate",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, keys, audit }) {
    const { table, columns, after } = input;
    await showHidden(tx);
    const list = Prisma.join(columns.map((column) => Prisma.sql`${named(column)}::text as ${named(column)}`));
    const rows = await tx.$queryRaw<(Readonly<Record<string, string | null>> & { readonly id: string })[]>`
      select id::text as id, ${list} from ${named(table)}
      where tenant_id = ${tenantId}::uuid and (${after}::uuid is null or id > ${after}::uuid)
      order by id limit ${rowsAtOnce}`;
    audit({ action: "read", resource: table, resourceId: null, detail: { rows: rows.length } });
    const values = rows.flatMap((row) =>
      columns.flatMap((column) => {
        const value = row[column];
        if (value == null) return [];
        return [{ column, rowId: row.id, sound: isSound(keys(), value, { table, column, rowId: row.id }) }];
      }),
    );
    return { values, last: rows.length < rowsAtOnce ? null : (rows.at(-1)?.id ?? null) };
  },
});

const elsewhere = "00000000-0000-0000-0000-000000000000";

/** True where the value opens in its place, and in no place that differs in one part. */
function isSound(keys: TenantKeys, value: string, place: FieldRef): boolean {
  return (
    opens(keys, value, place) &&
    !opens({ ...keys, tenantId: elsewhere }, value, place) &&
    !opens(keys, value, { ...place, table: "elsewhere" }) &&
    !opens(keys, value, { ...place, column: "elsewhere" }) &&
    !opens(keys, value, { ...place, rowId: elsewhere })
  );
}

function opens(keys: TenantKeys, value: string, place: FieldRef): boolean {
  try {
    openField(keys, value, place);
    return true;
  } catch (error) {
    if (error instanceof SealedFieldError) return false;
    throw error;
  }
}
