import type { sessionClock as contract } from "@quietroom/contracts/staff";
import type { OutputOf } from "@quietroom/contracts/wire";
import { idleEnd } from "@quietroom/domain/access";
import { defineVerb } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";
import { fromInstantColumn } from "../instant-column.ts";
import { realNow } from "../real-now.ts";

/** Who is signed in, and when their session ends: by itself if they do nothing, and at the latest (AUTH-31). */
export const sessionClock = defineVerb<object, OutputOf<typeof contract>>({
  name: "staff.session_clock",
  permission: "session:own",
  isolation: "read committed",
  trace: "public",
  async run({ tx, tenantId, actor }) {
    if (actor.kind !== "staff") throw new AppError("forbidden");
    const session = found(
      await tx.session.findUnique({ where: { tenantId_id: { tenantId, id: actor.sessionId } } }),
    );
    const expiresAt = fromInstantColumn(session.expiresAt);
    const lastActiveAt = fromInstantColumn(session.lastActiveAt);
    const idleEndsAt = idleEnd({ lastActiveAt, expiresAt });
    return { staffUserId: actor.staffUserId, now: await realNow(tx), idleEndsAt, endsAt: expiresAt };
  },
});
