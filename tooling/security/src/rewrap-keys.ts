import { randomUUID } from "node:crypto";
import { type KeyContext, type KeyService, KeyServiceError } from "@quietroom/vault";
import pg from "pg";

export type Rewrapped = {
  readonly studios: number;
  readonly keys: number;
  /** Keys, as `studio key`, that neither service opens. They are left as they were. */
  readonly unopened: readonly string[];
};

type KeyRow = {
  readonly id: string;
  readonly purpose: string;
  readonly wrapped: Uint8Array;
  readonly service: string;
};

/**
 * Wraps every key of every studio anew under the master key of `service`, after that one changed. What is sealed is not touched. A key
 * is written only once what was wrapped opens again as the same bytes. One transaction a studio, audited in it; killed or failing
 * halfway, it is simply run again. Signs in as the owner, as the application may not change a key.
 */
export async function rewrapKeys({
  ownerUrl,
  service,
  older,
}: {
  readonly ownerUrl: string;
  readonly service: KeyService;
  /** What may have wrapped the keys before. */
  readonly older: readonly KeyService[];
}): Promise<Rewrapped> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rows: studios } = await client.query<{ id: string }>(
      "select tenant_id as id from tenant_directory order by 1",
    );
    const unopened: string[] = [];
    let keys = 0;
    for (const { id: tenantId } of studios) {
      await client.query("begin");
      try {
        const done = await rewrapStudio(client, tenantId, { service, older });
        await client.query("commit");
        keys += done.keyIds.length;
        unopened.push(...done.unopened.map((keyId) => `${tenantId} ${keyId}`));
      } catch (failure) {
        await client.query("rollback");
        throw failure;
      }
    }
    return { studios: studios.length, keys, unopened };
  } finally {
    await client.end();
  }
}

async function rewrapStudio(
  client: pg.Client,
  tenantId: string,
  { service, older }: { readonly service: KeyService; readonly older: readonly KeyService[] },
): Promise<{ readonly keyIds: readonly string[]; readonly unopened: readonly string[] }> {
  await client.query("select set_config('app.tenant_id', $1, true)", [tenantId]);
  const { rows } = await client.query<KeyRow>(
    `select id, purpose::text, wrapped, service from tenant_data_key
     where tenant_id = $1 and state <> 'destroyed' order by id for update`,
    [tenantId],
  );
  const keyIds: string[] = [];
  const unopened: string[] = [];
  for (const row of rows) {
    const context = { tenant: tenantId, key: row.id, purpose: row.purpose };
    const wrapped = await wrappedAnew(row, context, [service, ...older]);
    if (wrapped === null) {
      unopened.push(row.id);
      continue;
    }
    await client.query(
      "update tenant_data_key set wrapped = $3, service = $4 where tenant_id = $1 and id = $2",
      [tenantId, row.id, wrapped, service.name],
    );
    keyIds.push(row.id);
  }
  if (rows.length > 0)
    await client.query(
      `insert into audit_event (tenant_id, actor_kind, verb, action, resource, outcome, changed, detail, request_id)
       values ($1, 'system', 'keys.rewrap', 'update', 'data_key', 'done', '{wrapped,service}', $2, $3)`,
      [tenantId, JSON.stringify({ keyIds, unopened, service: service.name }), randomUUID()],
    );
  return { keyIds, unopened };
}

/** The key under the first service, or null where none of those that may have wrapped it opens it. Throws what a service that is down does. */
async function wrappedAnew(
  { wrapped, service: name }: KeyRow,
  context: KeyContext,
  services: readonly [KeyService, ...KeyService[]],
): Promise<Uint8Array | null> {
  const [current] = services;
  for (const keeper of services.filter((each) => each.name === name)) {
    const bytes = await openedBy(keeper, wrapped, context);
    if (bytes === null) continue;
    try {
      const anew = await current.wrap(bytes, context);
      const again = await current.unwrap(anew, context);
      const same = Buffer.compare(again, bytes) === 0;
      again.fill(0);
      if (!same) throw new Error("the key service opened something else than it was given");
      return anew;
    } finally {
      bytes.fill(0);
    }
  }
  return null;
}

async function openedBy(
  keeper: KeyService,
  wrapped: Uint8Array,
  context: KeyContext,
): Promise<Uint8Array | null> {
  try {
    return await keeper.unwrap(wrapped, context);
  } catch (error) {
    if (error instanceof KeyServiceError && error.code === "malformed") return null;
    throw error;
  }
}
