import type { deskTimes as contract } from "@quietroom/contracts/desk-booking";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { addDays, dayBounds } from "@quietroom/domain/time";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { assertBooksFor, deskChoice } from "./desk-booking.ts";
import { freeSlots } from "./facts.ts";
import { deskSearchDays, firstFree } from "./first-free.ts";
import { loadScene } from "./scene.ts";

/**
 * The free starts of one date for a visit that is booked at the desk: the grid of its service, without notice, horizon and caps. Where there
 * is none, the first one after that date is named. Throws
 * `not_found` for a service or a place that is not there, and for a practitioner out of the actor's reach.
 */
export const deskTimes = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "scheduling.desk_times",
  permission: "availability:view",
  isolation: "read committed",
  trace: "public",
  async run({ tx, input, now, tenantId, actor }) {
    const { date, practitionerId } = input;
    await assertBooksFor({ tx, tenantId, actor }, "availability:view", practitionerId);
    const choice = deskChoice(input);
    const asked = { tenantId, now, choice, bookedBy: "staff" } as const;
    const scene = found(await loadScene(tx, { ...asked, from: date, until: date }));
    const slots = await freeSlots(tx, { ...asked, except: null }, scene, dayBounds(date, scene.zone));
    const after = { from: addDays(date, 1), lastDate: addDays(date, deskSearchDays) };
    return {
      timeZone: scene.zone,
      starts: slots.map(({ start }) => start),
      next: slots.length > 0 ? null : await firstFree(tx, { ...asked, ...after, moved: null }),
    };
  },
});
