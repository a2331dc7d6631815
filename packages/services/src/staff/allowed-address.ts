import { Prisma, type Tx } from "@quietroom/db";
import { isUuid } from "@quietroom/domain/ids";
import { randomUUID } from "node:crypto";
import { defineVerb } from "../define-verb.ts";
import type { Runtime } from "../runtime.ts";
import type { SignedIn } from "./sign-in.ts";
import { stands } from "./standing-session.ts";

/**
 * Of a studio `t`: whether its staff may come in from this address (AUTH-44). Where a list is kept, an address that nobody could tell is
 * in none of its networks. An IPv6 address comes as its /64.
 */
export function mayComeFrom(address: string | null): Prisma.Sql {
  return Prisma.sql`(t.allowed_networks = '{}' or coalesce(${address}::inet <<= any (t.allowed_networks::inet[]), false))`;
}

/** The same, asked for one address while somebody signs in. */
export async function isAllowedAddress(tx: Tx, tenantId: string, address: string | null): Promise<boolean> {
  const allowed = await tx.$queryRaw<unknown[]>`
    select 1 from tenant t where t.id = ${tenantId}::uuid and ${mayComeFrom(address)}`;
  return allowed.length === 1;
}

/** Whether a session stands, whichever factors have passed, and only its studio's list of networks keeps this address out. */
export async function isKeptOut(
  runtime: Runtime,
  { tenantId, sessionId }: SignedIn,
  address: string | null,
): Promise<boolean> {
  if (!isUuid(tenantId) || !isUuid(sessionId)) return false;
  const context = { runtime, actor: { kind: "public", tenantId }, requestId: randomUUID() } as const;
  return await readKeptOut(context, { sessionId, address });
}

const readKeptOut = defineVerb<{ readonly sessionId: string; readonly address: string | null }, boolean>({
  name: "staff.is_kept_out",
  permission: "session:start",
  isolation: "read committed",
  trace: "public",
  async run({ tx, input, tenantId }) {
    const kept = await tx.$queryRaw<unknown[]>`
      select 1 from session s join tenant t on t.id = s.tenant_id
      where s.tenant_id = ${tenantId}::uuid and s.id = ${input.sessionId}::uuid
        and ${stands} and not ${mayComeFrom(input.address)}`;
    return kept.length === 1;
  },
});
