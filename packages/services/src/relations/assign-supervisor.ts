import type { assignSupervisor as contract } from "@quietroom/contracts/relations";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { decideSupervision } from "@quietroom/domain/access";
import { ok } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { toInstantColumn } from "../instant-column.ts";
import { readStaffFacts } from "./staff-facts.ts";

/**
 * Puts a practitioner under a supervisor for a time or until it is ended. One primary supervisor stands at a time; a backup has the
 * same reach during its own dates, which are those of the absence (AUTH-56). Throws `not_found` for people of no or another studio.
 */
export const assignSupervisor = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "relations.assign_supervisor",
  permission: "supervision:manage",
  isolation: "read committed",
  trace: "audited",
  conflicts: { supervision_one_primary: "has_primary", supervision_once: "already_assigned" },
  async run({ tx, input, now, tenantId, audit }) {
    const { supervisorId, superviseeId, kind, startsAt, endsAt } = input;
    audit({
      action: "create",
      resource: "supervision",
      resourceId: null,
      detail: { supervisorId, superviseeId, kind, startsAt, endsAt },
    });
    const supervisor = await readStaffFacts(tx, tenantId, supervisorId);
    found(await tx.practitioner.findUnique({ where: { tenantId_id: { tenantId, id: superviseeId } } }));
    const period = { start: startsAt, end: endsAt };
    const decision = decideSupervision({ supervisor, superviseeId, period, now });
    if (!decision.ok) return decision;
    const { id } = await tx.supervision.create({
      data: {
        tenantId,
        supervisorId,
        superviseeId,
        kind,
        startsAt: toInstantColumn(startsAt),
        endsAt: endsAt === null ? null : toInstantColumn(endsAt),
      },
      select: { id: true },
    });
    return ok({ id });
  },
});
