import type { staffSlots as contract } from "@quietroom/contracts/scheduling";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { reachesAny } from "@quietroom/domain/access";
import { addDays, dayBounds } from "@quietroom/domain/time";
import { defineVerb } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";
import { peopleOf } from "../held-by.ts";
import { freeSlots } from "./facts.ts";
import { deskSearchDays, firstFree } from "./first-free.ts";
import { withVisitsOwnLength } from "./move-times.ts";
import { choiceOf } from "./move-visit.ts";
import { findAppointment, isBooked } from "./rows.ts";
import { loadScene } from "./scene.ts";

/**
 * The free starts of one date to which staff could move a visit, its own time counted as free: the grid of its service, without
 * notice and horizon; where there is none, the first one after that date. Nothing of the visit's client is read.
 */
export const staffSlots = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "scheduling.staff_slots",
  permission: "appointment:manage",
  isolation: "read committed",
  trace: "public",
  async run({ tx, input, now, tenantId, actor }) {
    const { practitionerId, date } = input;
    const visit = found(await findAppointment(tx, tenantId, input.appointmentId));
    if (!reachesAny(actor, "appointment:manage", peopleOf(visit))) throw new AppError("not_found");
    if (!isBooked(visit)) return { timeZone: visit.timeZone, starts: [], next: null };
    const asked = { tenantId, now, choice: choiceOf(visit, practitionerId), bookedBy: "staff" } as const;
    const scene = found(await loadScene(tx, { ...asked, from: date, until: date }));
    const slots = await freeSlots(
      tx,
      { ...asked, except: visit.id },
      withVisitsOwnLength(scene, visit),
      dayBounds(date, scene.zone),
    );
    const after = { from: addDays(date, 1), lastDate: addDays(date, deskSearchDays) };
    const here = peopleOf(visit).some((id) => id === practitionerId) ? visit.start : null;
    const starts = slots.map(({ start }) => start).filter((start) => start !== here);
    return {
      timeZone: scene.zone,
      starts,
      next: starts.length > 0 ? null : await firstFree(tx, { ...asked, ...after, moved: visit }),
    };
  },
});
