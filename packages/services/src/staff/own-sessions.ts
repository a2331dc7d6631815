import type {
  endOtherSessions as endOthers,
  endOwnSession as endOne,
  listSessions as list,
} from "@quietroom/contracts/staff";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { type Actor, deviceOf } from "@quietroom/domain/access";
import { defineVerb } from "../define-verb.ts";
import { AppError } from "../errors.ts";
import { fromInstantColumn } from "../instant-column.ts";
import { listConnectedApps } from "./app-session.ts";
import { endSessions, listOpenSessions } from "./open-sessions.ts";

/** Where the signed-in person is signed in, and then the apps they have connected, each the latest first (AUTH-32, AUTH-35). */
export const listSessions = defineVerb<object, OutputOf<typeof list>>({
  name: "staff.list_sessions",
  permission: "session:own",
  isolation: "read committed",
  trace: "public",
  async run({ tx, tenantId, actor }) {
    const { staffUserId, sessionId } = asStaff(actor);
    const open = await listOpenSessions(tx, tenantId, staffUserId);
    const apps = await listConnectedApps(tx, tenantId, staffUserId);
    return {
      sessions: [...open, ...apps].map(({ id, createdAt, lastActiveAt, userAgent, ip, appName }) => ({
        sessionId: id,
        device: deviceOf(userAgent),
        ip: ip === "" ? null : ip,
        startedAt: fromInstantColumn(createdAt),
        lastActiveAt: fromInstantColumn(lastActiveAt),
        own: id === sessionId,
        app: appName,
      })),
    };
  },
});

/** Ends one of one's own sessions, or disconnects an app. Somebody else's is not found; one that is over stays so. */
export const endOwnSession = defineVerb<InputOf<typeof endOne>, OutputOf<typeof endOne>>({
  name: "staff.end_own_session",
  permission: "session:own",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, actor, audit }) {
    const { sessionId } = input;
    audit({ action: "sign_out", resource: "session", resourceId: sessionId });
    const session = await tx.session.findUnique({ where: { tenantId_id: { tenantId, id: sessionId } } });
    if (session?.staffUserId !== asStaff(actor).staffUserId) throw new AppError("not_found");
    await endSessions(tx, tenantId, [sessionId], "ended_elsewhere");
    return {};
  },
});

/** Ends all of one's own sessions but the one that asks, and disconnects every app. */
export const endOtherSessions = defineVerb<object, OutputOf<typeof endOthers>>({
  name: "staff.end_other_sessions",
  permission: "session:own",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, tenantId, actor, audit }) {
    const { staffUserId, sessionId } = asStaff(actor);
    audit({ action: "sign_out", resource: "session", resourceId: null, detail: { staffUserId } });
    // Half ones too: whoever waits with the password at the second step is sent away as well.
    const others = await tx.session.findMany({
      where: { tenantId, staffUserId, revokedAt: null, id: { not: sessionId } },
      select: { id: true },
    });
    await endSessions(
      tx,
      tenantId,
      others.map(({ id }) => id),
      "ended_elsewhere",
    );
    return {};
  },
});

function asStaff(actor: Actor): Extract<Actor, { kind: "staff" }> {
  if (actor.kind !== "staff") throw new AppError("forbidden");
  return actor;
}
