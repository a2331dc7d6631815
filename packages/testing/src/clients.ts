import type { ClientDetails } from "@quietroom/contracts/public-booking";
import type { Tx } from "@quietroom/db";
import type { ClientId } from "@quietroom/domain/ids";
import type { Runtime } from "@quietroom/services";
import { clientIndexes, createClient } from "@quietroom/services/clients";
import { v7 as uuidv7 } from "uuid";
import { openField, sealField, type TenantKeys } from "@quietroom/vault";

/** Who a client is, opened: what tests look at instead of ciphertext. */
export type OpenedClient = Pick<
  ClientDetails,
  "givenName" | "familyName" | "birthDate" | "email" | "phone"
> & { readonly id: string; readonly recordNumber: string };

/** All of a studio's clients, in the order in which they were kept. */
export async function clientsOf(runtime: Runtime, tenantId: string): Promise<readonly OpenedClient[]> {
  return await withKeys(runtime, tenantId, ({ tx }) =>
    tx.client.findMany({
      where: { tenantId },
      select: {
        id: true,
        givenName: true,
        familyName: true,
        birthDate: true,
        email: true,
        phone: true,
        recordNumber: true,
      },
      orderBy: { id: "asc" },
    }),
  );
}

/** The id of the one client with this email or given name. Throws for none and for several. */
export async function clientCalled(runtime: Runtime, tenantId: string, called: string): Promise<string> {
  const clients = await clientsOf(runtime, tenantId);
  const [one, ...others] = clients.filter(({ email, givenName }) => called === email || called === givenName);
  if (one === undefined || others.length > 0) throw new Error(`${others.length + 1} clients are "${called}"`);
  return one.id;
}

/** A client whom nobody booked. */
export async function addClient(runtime: Runtime, tenantId: string, who: ClientDetails): Promise<ClientId> {
  return await withKeys(runtime, tenantId, ({ tx, keys }) =>
    createClient({ tx, tenantId, keys: () => keys }, { ...who, timeZone: null }),
  );
}

/** An account at the portal that is verified, without anybody having come in. Answers its id. */
export async function addAccount(
  runtime: Runtime,
  { tenantId, clientId }: { readonly tenantId: string; readonly clientId: string },
  email: string,
): Promise<string> {
  const account = await withKeys(runtime, tenantId, ({ tx }) =>
    tx.clientAccount.create({
      data: { tenantId, id: uuidv7(), clientId, email, state: "active", verifiedAt: new Date() },
      select: { id: true },
    }),
  );
  return account.id;
}

/** Changes a client's record, and what it is found by. */
export async function changeClient(
  runtime: Runtime,
  { tenantId, clientId }: { readonly tenantId: string; readonly clientId: string },
  change: Partial<Pick<OpenedClient, "birthDate" | "email" | "phone">>,
): Promise<void> {
  await withKeys(runtime, tenantId, async ({ tx, keys }) => {
    const where = { tenantId_id: { tenantId, id: clientId } };
    const changed = { ...(await tx.client.findUniqueOrThrow({ where })), ...change };
    const { birthDate, email, phone } = changed;
    await tx.client.update({ where, data: { birthDate, email, phone, ...clientIndexes(keys, changed) } });
  });
}

/** A transaction of a studio with its keys, around verbs: for what no verb does yet. */
export async function withKeys<T>(
  runtime: Runtime,
  tenantId: string,
  work: (inside: { readonly tx: Tx; readonly keys: TenantKeys }) => Promise<T>,
): Promise<T> {
  const keys = await runtime.vault.keysOf(tenantId);
  const sealer = {
    seal: (text: string, place: Parameters<typeof sealField>[2]) => sealField(keys, text, place),
    open: (sealed: string, place: Parameters<typeof openField>[2]) => openField(keys, sealed, place),
  };
  return await runtime.db.withTenant(
    tenantId,
    { isolation: "read committed", readOnly: false, sealer: () => sealer },
    async ({ tx }) => await work({ tx, keys }),
  );
}
