import type { grantCover as contract } from "@quietroom/contracts/relations";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { decideCover, reaches } from "@quietroom/domain/access";
import { ok } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";
import { toInstantColumn } from "../instant-column.ts";
import { readStaffFacts } from "./staff-facts.ts";

/**
 * Lets a colleague see to a practitioner's clients between two instants; it ends by itself (AUTH-58). An admin grants it for anyone, a
 * supervisor for their team. Throws `not_found` for people of no or another studio and for a practitioner out of reach.
 */
export const grantCover = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "relations.grant_cover",
  permission: "cover:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, now, actor, tenantId, audit }) {
    const { coveringId, coveredId, startsAt, endsAt } = input;
    audit({
      action: "create",
      resource: "cover",
      resourceId: null,
      detail: { coveringId, coveredId, startsAt, endsAt },
    });
    found(await tx.practitioner.findUnique({ where: { tenantId_id: { tenantId, id: coveredId } } }));
    if (actor.kind !== "staff" || !reaches(actor, "cover:manage", coveredId)) throw new AppError("not_found");
    const covering = await readStaffFacts(tx, tenantId, coveringId);
    const period = { start: startsAt, end: endsAt };
    const decision = decideCover({ covering, grantedBy: actor.staffUserId, coveredId, period, now });
    if (!decision.ok) return decision;
    const { id } = await tx.cover.create({
      data: {
        tenantId,
        coveringId,
        coveredId,
        startsAt: toInstantColumn(startsAt),
        endsAt: toInstantColumn(endsAt),
      },
      select: { id: true },
    });
    return ok({ id });
  },
});
