import { isStaffRole } from "@quietroom/domain/access";
import { randomUUID } from "node:crypto";
import { defineVerb } from "../define-verb.ts";
import type { Runtime } from "../runtime.ts";
import { mayComeFrom } from "./allowed-address.ts";
import { appStands } from "./app-session.ts";
import { isTokenOf, readAppToken } from "./app-token.ts";
import type { SessionPurpose, StaffActor } from "./resolve-session.ts";

/**
 * Whom an app's access token stands for, as of now (AUTH-35, AUTH-36): the same person with the same roles as in a browser, and null once
 * the token is past its fifteen minutes, the connection is ended or outlived, the person has left, the studio is cancelled, or lets nobody
 * in from that address. What asks for a fresh second factor stays closed to it, as its session has none.
 */
export async function resolveApp(
  runtime: Runtime,
  accessToken: string,
  purpose: SessionPurpose,
  address: string | null = null,
): Promise<StaffActor | null> {
  const shown = readAppToken("access", accessToken);
  if (shown === null) return null;
  const { tenantId, tokenId } = shown;
  const context = { runtime, actor: { kind: "public", tenantId }, requestId: randomUUID() } as const;
  return await readApp(context, { tokenId, purpose, address, isRight: (kept) => isTokenOf(kept, shown) });
}

type AppRow = {
  readonly staffUserId: string;
  readonly sessionId: string;
  readonly accessHash: string;
  readonly roles: readonly string[];
  readonly practitionerId: string | null;
  readonly quiet: boolean;
};

const readApp = defineVerb<
  {
    readonly tokenId: string;
    readonly purpose: SessionPurpose;
    readonly address: string | null;
    readonly isRight: (kept: string) => boolean;
  },
  StaffActor | null
>({
  name: "staff.resolve_app",
  permission: "session:start",
  isolation: "read committed",
  trace: "bookkeeping",
  async run({ tx, input, tenantId }) {
    const { address } = input;
    const [app] = await tx.$queryRaw<AppRow[]>`
      select u.id as "staffUserId", s.id as "sessionId", k.access_hash as "accessHash", u.roles,
             u.practitioner_id as "practitionerId", s.last_active_at < now() - interval '1 second' as quiet
      from app_token k
      join session s on s.tenant_id = k.tenant_id and s.id = k.session_id and ${appStands}
      join staff_user u on u.tenant_id = s.tenant_id and u.id = s.staff_user_id and u.active
      join tenant t on t.id = s.tenant_id and t.status <> 'cancelled' and ${mayComeFrom(address)}
      where k.tenant_id = ${tenantId}::uuid and k.id = ${input.tokenId}::uuid and k.access_expires_at > now()`;
    if (app === undefined || !input.isRight(app.accessHash)) return null;
    const { staffUserId, sessionId, practitionerId } = app;
    if (input.purpose === "request" && app.quiet) {
      await tx.$executeRaw`
        update session set last_active_at = now() where tenant_id = ${tenantId}::uuid and id = ${sessionId}::uuid`;
    }
    const roles = app.roles.filter(isStaffRole);
    return { kind: "staff", tenantId, staffUserId, sessionId, roles, practitionerId, address };
  },
});
