import { can } from "@quietroom/domain/access";
import { asId, isUuid, type PractitionerId } from "@quietroom/domain/ids";
import { instant, localDate } from "@quietroom/domain/time";
import { TRPCError } from "@trpc/server";
import { notFound } from "next/navigation";
import { staffCaller } from "../../../../server/api.ts";
import { signedIn } from "../../../../server/signed-in.ts";

export type HoursParams = Promise<{ readonly practitioner: string }>;

/** What every part of a practitioner's hours begins with; an address that names none of this studio's, or none in reach, is not found. */
export async function practitionerHours(params: HoursParams) {
  const { practitioner } = await params;
  if (!isUuid(practitioner)) notFound();
  const practitionerId: PractitionerId = asId(practitioner);
  const caller = await staffCaller();
  const { studio, now } = await caller.me({});
  const actor = await signedIn();
  const availability = await caller.availability.view({ practitionerId }).catch((error: unknown) => {
    if (error instanceof TRPCError && error.code === "NOT_FOUND") notFound();
    throw error;
  });
  const isTheirs = actor.roles.includes("admin") || actor.practitionerId === practitionerId;
  return {
    caller,
    actor,
    studio,
    today: localDate(instant(now), studio.timeZone),
    practitionerId,
    availability,
    canEdit: can(actor, "availability:manage") && isTheirs,
    people: await caller.practitioner.list({}),
  };
}
