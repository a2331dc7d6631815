import { can } from "@quietroom/domain/access";
import { asId, type PractitionerId } from "@quietroom/domain/ids";
import { instant, localDate } from "@quietroom/domain/time";
import { cache } from "react";
import { staffCaller } from "../../../../server/api.ts";
import { signedIn } from "../../../../server/signed-in.ts";

export type HoursParams = Promise<{ readonly practitioner: string }>;

/** Everybody whose hours can be looked at. Once a request. */
export const hoursPeople = cache(async () => {
  const caller = await staffCaller();
  return await caller.practitioner.list({});
});

/** What every part of a practitioner's hours begins with; the layout around them has found the practitioner. */
export async function practitionerHours(params: HoursParams) {
  const practitionerId: PractitionerId = asId((await params).practitioner);
  const caller = await staffCaller();
  const { studio, now } = await caller.me({});
  const actor = await signedIn();
  const isTheirs = actor.roles.includes("admin") || actor.practitionerId === practitionerId;
  return {
    caller,
    actor,
    studio,
    today: localDate(instant(now), studio.timeZone),
    practitionerId,
    availability: await caller.availability.view({ practitionerId }),
    canEdit: can(actor, "availability:manage") && isTheirs,
  };
}
