import type { me } from "@quietroom/contracts/staff";
import type { OutputOf } from "@quietroom/contracts/wire";
import { weekStartOf } from "@quietroom/domain/time";
import { defineVerb } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";

/** The person who is signed in and their studio, for the frame around every page. */
export const viewMe = defineVerb<object, OutputOf<typeof me>>({
  name: "staff.view_me",
  permission: "session:own",
  isolation: "read committed",
  trace: "public",
  async run({ tx, tenantId, actor, now }) {
    if (actor.kind !== "staff") throw new AppError("forbidden");
    const person = found(
      await tx.staffUser.findUnique({ where: { tenantId_id: { tenantId, id: actor.staffUserId } } }),
    );
    const tenant = found(await tx.tenant.findUnique({ where: { id: tenantId } }));
    const { name, slug, timeZone, locale, primaryColor, status } = tenant;
    const { id: staffUserId, displayName, email, practitionerId } = person;
    const suspended = status !== "active";
    const studio = { name, slug, timeZone, locale, weekStart: weekStartOf(tenant), primaryColor, suspended };
    return { staffUserId, displayName, email, roles: [...actor.roles], practitionerId, now, studio };
  },
});
