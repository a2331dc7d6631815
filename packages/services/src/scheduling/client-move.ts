import type { PractitionerId } from "@quietroom/domain/ids";
import { ok, refuse } from "@quietroom/domain/result";
import { slotRefusals } from "@quietroom/domain/scheduling";
import type { Instant } from "@quietroom/domain/time";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import type { VerbContext } from "../runtime.ts";
import { type HoursSeen, keepHoursAsSeen } from "./hours-kept.ts";
import { linkedId } from "./link-subject.ts";
import { findMoveTimes, type MoveTimes } from "./move-times.ts";
import { choiceOf, isThere, moveVisitAsClient } from "./move-visit.ts";
import { type BookedRow, findAppointment, isBooked } from "./rows.ts";

/** What a client asks, and the times that were looked up for it: null when there was no such visit of theirs. */
export type ClientMove = {
  readonly practitionerId: PractitionerId | null;
  readonly startsAt: Instant;
  /** The version of the visit that the client chose the time for; left out, whichever it has. */
  readonly seen?: number | undefined;
  readonly times?: MoveTimes | null;
  readonly hours?: HoursSeen | null;
};

/**
 * What a client's move sees before it is written: the visit as the client, then the times around the wish as the studio, read only.
 * The write itself runs as the client, with the constraints of the table as the last word.
 */
export async function lookForMove<Input extends ClientMove>(
  context: VerbContext,
  input: Input,
  appointmentId: string | null,
): Promise<Input> {
  const visit = await findVisitToMove(context, { appointmentId });
  const move = { practitionerId: input.practitionerId, start: input.startsAt };
  if (visit === null) return { ...input, times: null, hours: null };
  return { ...input, ...(await findMoveTimes(context, { visit, move })) };
}

/** Keeps the hours that were looked up, before the visit's row is locked. */
export async function keepHoursFor({ tx, input }: VerbWork<ClientMove>): Promise<void> {
  if (input.times?.ok && input.hours) await keepHoursAsSeen(tx, input.hours);
}

/** Writes the move of a visit that is locked and the client's own; `notMovable` is what a visit that is no visit is called there. */
export async function writeClientMove<Code extends string>(
  work: VerbWork<ClientMove>,
  visit: BookedRow,
  notMovable: Code,
) {
  const { practitionerId, startsAt: start, times = null, seen = visit.version } = work.input;
  // Somebody moved or changed it meanwhile: the client sees how it stands before they choose (ec-H17). Asked twice is asked once.
  if (visit.version !== seen && !isThere(visit, { practitionerId, start }))
    return refuse({ code: "changed_meanwhile" as const, wanted: null });
  const moved = await moveVisitAsClient(work, visit, { practitionerId, start, times });
  if (moved.ok) return ok({ startsAt: moved.value.start });
  const code = moved.refusal === "not_allowed" ? notMovable : moved.refusal; // said of holds only
  const wanted = { choice: choiceOf(visit, practitionerId), start, except: visit.id };
  return refuse({ code, wanted: slotRefusals.some((reason) => reason === code) ? wanted : null });
}

/**
 * The client's own visit, as the client sees it: another's is null. That it was looked at is recorded by the write that follows in
 * the same call.
 */
const findVisitToMove = defineVerb<{ readonly appointmentId: string | null }, BookedRow | null>({
  name: "scheduling.find_visit_to_move",
  permission: "appointment:reschedule_own",
  isolation: "read committed",
  trace: "public",
  async run({ tx, tenantId, actor, input }) {
    const id = input.appointmentId ?? linkedId(actor, "appointment");
    const row = id === null ? null : await findAppointment(tx, tenantId, id);
    if (row === null || !isBooked(row)) return null;
    return actor.kind === "client" && row.clientId !== actor.clientId ? null : row;
  },
});
