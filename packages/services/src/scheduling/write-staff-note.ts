import type { writeStaffNote as contract } from "@quietroom/contracts/scheduling";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { isBooked } from "./rows.ts";
import { staffNoteOf } from "./staff-note.ts";
import { lockStaffVisit } from "./staff-visit.ts";

const read = { id: true, status: true, clientId: true, staffNote: true, staffNoteVersion: true } as const;

/**
 * Staff write, change or take away the note of a visit or of a member's seat (SCHED-08, SCHED-24), on the version of it that they see,
 * whatever has become of the visit. The visit's own version stays: a client's page, their calendar and what is sent know of no note.
 */
export const writeStaffNote = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "scheduling.write_staff_note",
  permission: "appointment:manage",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { tx, input, tenantId } = work;
    const visit = await lockStaffVisit(work);
    if (!isBooked(visit)) return refuse({ code: "no_visit" });
    const row = { tenantId_id: { tenantId, id: visit.id } };
    const note = found(staffNoteOf(found(await tx.appointment.findUnique({ where: row, select: read }))));
    if (note.version !== input.version) return refuse({ code: "changed_meanwhile", note });
    const written = await tx.appointment.update({
      where: row,
      data: { staffNote: input.text === "" ? null : input.text, staffNoteVersion: { increment: 1 } },
      select: read,
    });
    return ok(found(staffNoteOf(written)));
  },
});
