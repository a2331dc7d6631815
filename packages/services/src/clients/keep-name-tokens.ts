import type { Tx } from "@quietroom/db";
import type { TenantKeys } from "@quietroom/vault";
import { clientNameTokens } from "./client-indexes.ts";

/** Writes what these clients are found by as somebody types their names, instead of what was there. */
export async function keepNameTokens(
  tx: Tx,
  keys: TenantKeys,
  clients: readonly { readonly id: string; readonly givenName: string; readonly familyName: string }[],
): Promise<void> {
  const { tenantId } = keys;
  await tx.clientNameToken.deleteMany({ where: { tenantId, clientId: { in: clients.map(({ id }) => id) } } });
  await tx.clientNameToken.createMany({
    data: clients.flatMap((client) =>
      clientNameTokens(keys, client).map((token) => ({ tenantId, token, clientId: client.id })),
    ),
  });
}
