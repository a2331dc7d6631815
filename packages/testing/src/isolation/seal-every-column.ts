import { sealedModels } from "@quietroom/db";
import type { Runtime } from "@quietroom/services";
import { sealField } from "@quietroom/vault";
import type { Query } from "./catalogue.ts";

/** One value of one column marked `/// @phi`, and what it says. */
export type SealedSpot = {
  readonly model: string;
  readonly field: string;
  readonly table: string;
  readonly column: string;
  readonly rowId: string;
  readonly word: string;
};

const somebody = "(select id from staff_user u where u.tenant_id = $1 order by id limit 1)";

/** What else a row says once all of its words are there. */
const complete: Readonly<Record<string, readonly string[]>> = {
  client_removal: ["restored_at = now()", `restored_by = ${somebody}`],
  legal_hold: ["lifted_at = now()", `lifted_by = ${somebody}`],
  purge_candidate: ["decided_at = now()", `decided_by = ${somebody}`, "decision = 'kept'"],
  rights_request: [
    "kind = 'restriction'",
    "state = 'approved'",
    "decided_at = now()",
    `decided_by = ${somebody}`,
    "ended_at = now()",
    `ended_by = ${somebody}`,
    "ended_because = 'client_told'",
  ],
};

/** Writes a word of its own into every marked column of one row of each table, which `fillEveryTable` made. Past row security. */
export async function sealEveryColumn(
  runtime: Runtime,
  query: Query,
  tenantId: string,
): Promise<readonly SealedSpot[]> {
  const keys = await runtime.vault.keysOf(tenantId);
  const spots: SealedSpot[] = [];
  for (const [model, { table, columns }] of Object.entries(sealedModels)) {
    const [row] = await query(`select id from "${table}" where tenant_id = $1 order by id limit 1`, [
      tenantId,
    ]);
    if (row === undefined) throw new Error(`no row in ${table}: fillEveryTable leaves it empty`);
    const rowId = String(row["id"]);
    const words = columns.map(({ column }) => `Ximena's ${table} ${column}`);
    await query(
      `update "${table}" set ${[
        ...columns.map(({ column }, index) => `"${column}" = $${index + 3}`),
        ...(complete[table] ?? []),
      ].join()} where tenant_id = $1 and id = $2`,
      [
        tenantId,
        rowId,
        ...columns.map(({ column }, index) => sealField(keys, words[index] ?? "", { table, column, rowId })),
      ],
    );
    for (const [index, { field, column }] of columns.entries())
      spots.push({ model, field, table, column, rowId, word: words[index] ?? "" });
  }
  return spots;
}
