import type { Tx } from "@quietroom/db";

/** Full names by client, of those among `ids` that the studio has. */
export async function namesOfClients(
  tx: Tx,
  tenantId: string,
  ids: readonly (string | null)[],
): Promise<ReadonlyMap<string, string>> {
  const asked = [...new Set(ids.filter((id) => id !== null))];
  if (asked.length === 0) return new Map();
  const clients = await tx.client.findMany({
    where: { tenantId, id: { in: asked } },
    select: { id: true, givenName: true, familyName: true },
  });
  return new Map(clients.map(({ id, givenName, familyName }) => [id, `${givenName} ${familyName}`]));
}
