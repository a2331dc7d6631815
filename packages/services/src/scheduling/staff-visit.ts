import type { Prisma } from "@quietroom/db";
import { type Permission, reachesAny } from "@quietroom/domain/access";
import type { Audited } from "../audit.ts";
import type { VerbWork } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";
import { peopleOf } from "../held-by.ts";
import { type AppointmentRow, lockAppointment } from "./rows.ts";

/**
 * The appointment that staff are about to change, locked; records what is `done` to it. Throws `not_found` for one
 * that is not there, is another studio's, or belongs to a colleague whom the actor's permission does not reach: all three look
 * the same from outside (TEN-07). What is to be locked `before` its row is a condition that is always true.
 */
export async function lockStaffVisit(
  { tx, input, tenantId, actor, audit }: VerbWork<{ readonly appointmentId: string }>,
  done: (row: AppointmentRow) => Pick<Audited, "action" | "detail"> = () => ({ action: "update" }),
  permission: Permission = "appointment:manage",
  before?: Prisma.Sql,
): Promise<AppointmentRow> {
  const id = input.appointmentId;
  const row = await lockAppointment(tx, tenantId, id, before);
  audit({
    ...(row === null ? { action: "attempt" } : done(row)),
    resource: "appointment",
    resourceId: id,
    clientId: row?.clientId ?? null,
  });
  const visit = found(row);
  if (!reachesAny(actor, permission, peopleOf(visit))) throw new AppError("not_found");
  return visit;
}
