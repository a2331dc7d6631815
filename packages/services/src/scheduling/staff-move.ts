import type { rescheduleAsStaff as contract } from "@quietroom/contracts/scheduling";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { reaches, reachesAny } from "@quietroom/domain/access";
import { ok, refuse } from "@quietroom/domain/result";
import { canBeOverridden, deskRules, rulesAgainstMove } from "@quietroom/domain/scheduling";
import type { VerbWork } from "../define-verb.ts";
import { peopleOf } from "../held-by.ts";
import { hoursKept } from "./hours-kept.ts";
import { loadMoveTimes, type Move } from "./move-times.ts";
import { isThere, moveVisitAsStaff } from "./move-visit.ts";
import { type BookedRow, isBooked } from "./rows.ts";
import { lockStaffVisit } from "./staff-visit.ts";
import type { Override } from "./write-override.ts";

type Output = OutputOf<typeof contract>;
type Refusal = Extract<Output, { ok: false }>["refusal"];

const noRules = { rules: [], canOverride: false };

/** Who lost the time in the moment of taking it looks again, and is told what has it. */
export const staffMoveConflicts = {
  conflicts: {
    appointment_practitioner_free: { code: "slot_taken", ...noRules },
    appointment_room_free: { code: "no_room", ...noRules },
    appointment_device_free: { code: "no_device", ...noRules },
  },
  lookAgain: ["appointment_practitioner_free", "appointment_room_free", "appointment_device_free"],
} satisfies { readonly conflicts: Readonly<Record<string, Refusal>>; readonly lookAgain: readonly string[] };

/**
 * Moves a visit by the rules that staff are held to, or, with an override, past those that it names. Throws `not_found` as
 * `lockStaffVisit` does.
 */
export async function moveByStaff(
  work: VerbWork<InputOf<typeof contract>>,
  override: Override | null,
): Promise<Output> {
  const { input, actor, tenantId } = work;
  const { practitionerId, startsAt: start } = input;
  const move = { practitionerId, start, by: "staff" } as const;
  const needed = override === null ? "appointment:manage" : "appointment:override";
  const detail = override === null ? {} : { detail: { overriding: [...override.rules] } };
  const visit = await lockStaffVisit(
    work,
    (row) => ({ action: isThere(row, move) ? "read" : "update", ...detail }),
    needed,
    hoursKept(tenantId, input.appointmentId, [practitionerId]),
  );
  if (visit.version !== input.version) return refuse({ code: "changed_meanwhile", ...noRules });
  if (!isBooked(visit)) return refuse({ code: "not_allowed", ...noRules });
  // An override passes over the rules of everybody whose time it takes; a move by the rules needs one of them to be theirs to manage.
  const taking = override === null ? [practitionerId] : whoseTime(visit, move);
  if (!taking.every((id) => reaches(actor, needed, id))) return refuse({ code: "not_allowed", ...noRules });
  const moved = await moveVisitAsStaff(work, visit, move, override);
  if (moved.ok) return ok({ version: moved.value.version });
  const code = moved.refusal;
  return refuse({ code, ...(await inTheWay(work, visit, move, code)) });
}

type StaffMove = Move & {
  readonly practitionerId: NonNullable<Move["practitionerId"]>;
  readonly by: "staff";
};

/** Whose time a move takes. */
function whoseTime(visit: BookedRow, { practitionerId }: StaffMove) {
  return visit.withPractitionerIds.length > 0 ? peopleOf(visit) : [practitionerId];
}

/** Every rule in the way of a time that was refused, and whether this person may pass over all of them. */
async function inTheWay(
  { tx, tenantId, now, actor }: VerbWork<unknown>,
  visit: BookedRow,
  move: StaffMove,
  code: Refusal["code"],
): Promise<Pick<Refusal, "rules" | "canOverride">> {
  if (!deskRules.some((rule) => rule === code)) return noRules;
  const times = await loadMoveTimes(tx, { tenantId, now, visit, move });
  const rules = times.ok ? rulesAgainstMove(visit.id, times.value, now) : [];
  const theirs =
    reachesAny(actor, "appointment:override", peopleOf(visit)) &&
    whoseTime(visit, move).every((id) => reaches(actor, "appointment:override", id));
  return { rules: [...rules], canOverride: rules.length > 0 && canBeOverridden(rules) && theirs };
}
