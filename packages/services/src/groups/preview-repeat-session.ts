import type { previewRepeatSession as contract } from "@quietroom/contracts/groups";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { reachesAny } from "@quietroom/domain/access";
import { ok, refuse } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { AppError } from "../errors.ts";
import { peopleOf } from "../held-by.ts";
import { findGroupSession, planOccurrences } from "../scheduling/index.ts";
import { plannedSessions } from "./planned-sessions.ts";

/**
 * Every date on which a session would be held again, with what stands in its way and where it could be instead, before anything is saved
 * (SCHED-15). Reads nothing of who comes. Throws `not_found` for a session that is not there or not within reach.
 */
export const previewRepeatSession = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "groups.preview_repeat",
  permission: "appointment:manage",
  isolation: "read committed",
  trace: "public",
  async run({ tx, input, now, tenantId, actor }) {
    const session = await findGroupSession(tx, tenantId, input.groupSessionId);
    if (session === null || !reachesAny(actor, "appointment:manage", peopleOf(session)))
      throw new AppError("not_found");
    const planned = await plannedSessions(tx, { tenantId, now }, session, input.rule);
    if (!planned.ok) return refuse(planned.refusal);
    const { scene, occurrences } = planned.value;
    const [itself, ...others] = occurrences;
    const rest = await planOccurrences(tx, { tenantId, now }, scene, others);
    const first = itself && { ...itself, problems: [], canBook: true, proposal: null };
    return ok({
      timeZone: session.timeZone,
      occurrences: [...(first === undefined ? [] : [first]), ...rest].map(({ start, problems, ...one }) => ({
        ...one,
        startsAt: start,
        problems: [...problems],
      })),
    });
  },
});
