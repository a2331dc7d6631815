import type { listGroupSessions as contract } from "@quietroom/contracts/groups";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { Prisma } from "@quietroom/db";
import { practitionersWithin } from "@quietroom/domain/access";
import { dayBounds } from "@quietroom/domain/time";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { heldBy } from "../held-by.ts";
import { toInstantColumn } from "../instant-column.ts";
import { sessionRows } from "./session-rows.ts";

/** The group sessions from a date of the studio's zone on, of those whose calendar the asker sees. Counts seats, and reads nobody's name. */
export const listGroupSessions = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "groups.list_sessions",
  permission: "calendar:view",
  isolation: "read committed",
  trace: "public",
  async run({ tx, input, now, tenantId, actor }) {
    const studio = found(await tx.tenant.findUnique({ where: { id: tenantId }, select: { timeZone: true } }));
    const within = practitionersWithin(actor, "calendar:view");
    const from = toInstantColumn(dayBounds(input.from, studio.timeZone).start);
    const which = Prisma.sql`a.starts_at >= ${from}::timestamptz and ${heldBy(within)}`;
    return { now, sessions: await sessionRows(tx, { tenantId, now, actor, zone: studio.timeZone }, which) };
  },
});
