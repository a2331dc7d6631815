import type { KeyServices } from "@quietroom/integrations/key-services";
import { createVault, openField, type StoredKey, VaultUnavailable } from "@quietroom/vault";
import { Client } from "pg";
import { fullName } from "./sql-names.ts";

// Of each column of each studio; a key that opens these opens the rest.
const samples = 20;

/** Opens every studio's keys through the key service, as the product does, and some values of every sealed column. Throws where one does not open. */
export async function checkSealed(
  adminUrl: string,
  { keyService, olderKeyServices }: KeyServices,
): Promise<{ readonly studios: number; readonly values: number }> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const vault = createVault({
      service: keyService,
      older: olderKeyServices,
      now: () => Date.now(),
      store: {
        read: async (tenantId) =>
          (
            await client.query<StoredKey>(
              `select id as "keyId", purpose::text, wrapped, service, state::text from tenant_data_key
               where tenant_id = $1 and state <> 'destroyed' order by state, created_at desc`,
              [tenantId],
            )
          ).rows,
        addFirst: () => Promise.reject(new Error("a restore makes no keys")),
        noteOpened: () => Promise.resolve(),
      },
    });
    const studios = await studiosWithKeys(client);
    const columns = await sealedColumns(client);
    let values = 0;
    for (const tenantId of studios) {
      const keys = await vault.keysOf(tenantId);
      for (const { schema, table, column } of columns) {
        const { rows } = await client.query<{ id: string; value: string }>(
          `select id::text, "${column}"::text as value from ${fullName({ schema, name: table })}
           where tenant_id = $1 and "${column}" is not null limit ${samples}`,
          [tenantId],
        );
        for (const { id, value } of rows) openField(keys, value, { table, column, rowId: id });
        values += rows.length;
      }
    }
    return { studios: studios.length, values };
  } catch (failure) {
    throw new Error(refusal(failure, keyService.name), { cause: failure });
  } finally {
    await client.end();
  }
}

/** A key service that gives no answer says nothing about the backup, and is asked again later; any other failure is the backup's, or the key's. */
function refusal(failure: unknown, service: string): string {
  const words = failure instanceof Error ? failure.message : String(failure);
  const isSilent =
    failure instanceof VaultUnavailable && failure.code !== "malformed" && failure.code !== "unknown_service";
  return isSilent
    ? `The key service "${service}" opened no key (${failure.code}); nothing was kept. Try again when it answers, or say --keys-later.`
    : `What is sealed in this backup does not open with the master key of the key service "${service}"; nothing was kept. Name the key that the installation had. (${words})`;
}

/** Studios that have keys of their own; none in a database from before there were any. */
async function studiosWithKeys(client: Pick<Client, "query">): Promise<readonly string[]> {
  const { rows: tables } = await client.query<{ there: boolean }>(
    "select to_regclass('public.tenant_data_key') is not null as there",
  );
  if (tables[0]?.there !== true) return [];
  const { rows } = await client.query<{ id: string }>(
    "select distinct tenant_id as id from tenant_data_key where state <> 'destroyed' order by 1",
  );
  return rows.map(({ id }) => id);
}

async function sealedColumns(
  client: Pick<Client, "query">,
): Promise<readonly { schema: string; table: string; column: string }[]> {
  const { rows } = await client.query<{ schema: string; table: string; column: string }>(`
    select n.nspname as schema, c.relname as table, a.attname as column
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where a.atttypid = 'public.sealed_text'::regtype and c.relkind = 'r' and not a.attisdropped
      and exists (select from pg_attribute i where i.attrelid = c.oid and i.attname = 'id' and not i.attisdropped)
    order by 1, 2, 3`);
  return rows;
}
