import { can } from "@quietroom/domain/access";
import { asId, isUuid, type PractitionerId } from "@quietroom/domain/ids";
import { instant, localDate } from "@quietroom/domain/time";
import { notFound } from "next/navigation";
import { cache } from "react";
import { staffCaller } from "../../../../server/api.ts";
import { signedIn } from "../../../../server/signed-in.ts";

export type HoursParams = Promise<{ readonly practitioner: string }>;

/** Everybody whose hours can be looked at. Once a request. */
export const hoursPeople = cache(async () => {
  const caller = await staffCaller();
  return await caller.practitioner.list({});
});

/** What every part of a practitioner's hours begins with. The layout around them says what is not there, and this runs beside it. */
export async function practitionerHours(params: HoursParams) {
  const { practitioner: id } = await params;
  if (!isUuid(id)) notFound();
  const practitionerId: PractitionerId = asId(id);
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
