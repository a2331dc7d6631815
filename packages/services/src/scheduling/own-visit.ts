import type { Actor } from "@quietroom/domain/access";
import type { VerbWork } from "../define-verb.ts";
import { AppError } from "../errors.ts";
import { type AppointmentRow, type BookedRow, findAppointment, isBooked, lockAppointment } from "./rows.ts";

type Asked = Pick<
  VerbWork<{ readonly appointmentId: string }>,
  "tx" | "tenantId" | "actor" | "audit" | "input"
>;

/** A visit of the client who is signed in, to look at. Another's, a hold and one that never was are all `not_found` (TEN-07). */
export async function findOwnVisit(work: Asked): Promise<BookedRow> {
  const { tx, tenantId, input } = work;
  return ownOr404(work, await findAppointment(tx, tenantId, input.appointmentId), () => "read");
}

/** The same, locked; records what it was asked for. */
export async function lockOwnVisit(
  work: Asked,
  actionOn: (row: AppointmentRow) => "read" | "update",
): Promise<BookedRow> {
  const { tx, tenantId, input } = work;
  return ownOr404(work, await lockAppointment(tx, tenantId, input.appointmentId), actionOn);
}

/** The client who is signed in. Whoever else has the permission has it by a link, which other verbs answer. */
export function asClient(actor: Actor): Extract<Actor, { kind: "client" }> {
  if (actor.kind !== "client") throw new AppError("forbidden");
  return actor;
}

function ownOr404(
  { actor, audit, input }: Asked,
  row: AppointmentRow | null,
  actionOn: (row: AppointmentRow) => "read" | "update",
): BookedRow {
  const { clientId } = asClient(actor);
  const own = row !== null && isBooked(row) && row.clientId === clientId ? row : null;
  audit({
    action: own === null ? "read" : actionOn(own),
    resource: "appointment",
    resourceId: input.appointmentId,
    clientId,
  });
  if (own === null) throw new AppError("not_found");
  return own;
}
