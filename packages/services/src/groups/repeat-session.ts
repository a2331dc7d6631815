import type { repeatSession as contract } from "@quietroom/contracts/groups";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { type AppointmentId, asId } from "@quietroom/domain/ids";
import { ok, refuse } from "@quietroom/domain/result";
import { chosenTimes } from "@quietroom/domain/series";
import { v7 as uuidv7 } from "uuid";
import { defineVerb } from "../define-verb.ts";
import { allOrNothing, lockCalendars } from "../scheduling/index.ts";
import { minimumOf } from "./minimum-of.ts";
import { placeSession } from "./place-session.ts";
import { plannedSessions } from "./planned-sessions.ts";
import { lockStaffSession } from "./staff-session.ts";

type Output = OutputOf<typeof contract>;

/**
 * Staff hold a session again on the dates that they chose from the preview: at the rule's time, at another one, or not (SCHED-15). All of
 * them or none. Each is a session of its own from then on, with the seats, the facilitator and the terms of the one that repeats, and
 * nobody in it. Sent twice it sets them once: the second time they are in its way.
 */
export const repeatSession = defineVerb<InputOf<typeof contract>, Output>({
  name: "groups.repeat_session",
  permission: "appointment:manage",
  isolation: "read committed",
  trace: "audited",
  conflicts: {
    appointment_practitioner_free: "times_taken",
    appointment_room_free: "times_taken",
    appointment_device_free: "times_taken",
  },
  lookAgain: ["appointment_practitioner_free", "appointment_room_free", "appointment_device_free"],
  async run(work) {
    const { tx, input, now, tenantId } = work;
    const session = await lockStaffSession(work);
    if (session.version !== input.version) return refuse("changed_meanwhile");
    const planned = await plannedSessions(tx, { tenantId, now }, session, input.rule);
    if (!planned.ok) return refuse(planned.refusal);
    const { scene, occurrences } = planned.value;
    const choices = chosenTimes(occurrences.slice(1), input.choices);
    if (choices === null) return refuse("changed_meanwhile");
    const { locationId, capacity, openOnline } = session;
    await lockCalendars(tx, tenantId, locationId, scene.practitioners);
    return await allOrNothing(work, async (inner): Promise<Output> => {
      let added = 0;
      for (const { start } of choices) {
        if (start === null) continue;
        const id = asId<AppointmentId>(uuidv7());
        inner.audit({ action: "create", resource: "appointment", resourceId: id });
        const wish = { id, start, capacity, openOnline, minimum: minimumOf(session) };
        if (!(await placeSession(inner, scene, wish)).ok) return refuse("times_taken");
        added += 1;
      }
      return ok({ added, leftOut: choices.length - added });
    });
  },
});
