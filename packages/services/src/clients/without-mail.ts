import type { Tx } from "@quietroom/db";

/**
 * Those of the clients to whom no mail about care is sent (NOTIF-07). It is the address that is stopped, whoever of the studio has it: also who
 * was written down with it since.
 */
export async function withoutMail(
  tx: Tx,
  tenantId: string,
  clientIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select c.id from client c
    where c.tenant_id = ${tenantId}::uuid and c.id = any(${[...clientIds]}::uuid[]) and exists (
      select from client s
      where s.tenant_id = c.tenant_id and s.email_index = c.email_index and s.email_stopped_at is not null)`;
  return new Set(rows.map(({ id }) => id));
}
