import type { Tx } from "@quietroom/db";
import { type Actor, type Permission, reaches } from "@quietroom/domain/access";
import { AppError, found } from "../errors.ts";

type Asked = { readonly tenantId: string; readonly actor: Actor; readonly practitionerId: string };

/**
 * The practitioner whose hours are asked for. Throws `not_found` when the studio has none such, or the actor's permission does
 * not reach them: a therapist keeps their own hours only (AUTH-51).
 */
export async function reachablePractitioner(
  tx: Tx,
  { tenantId, actor, practitionerId }: Asked,
  permission: Permission,
) {
  const practitioner = found(
    await tx.practitioner.findUnique({
      where: { tenantId_id: { tenantId, id: practitionerId } },
      select: {
        id: true,
        displayName: true,
        maxPerDay: true,
        maxPerWeek: true,
        maxMinutesPerDay: true,
        notesMin: true,
        breakAfterMin: true,
        breakMin: true,
        hoursVersion: true,
        limitsVersion: true,
      },
    }),
  );
  if (!reaches(actor, permission, practitioner.id)) throw new AppError("not_found");
  return practitioner;
}

/** The same, and nobody else edits these hours until this transaction ends: two saves at once must not add up. Bookings go on. */
export async function editablePractitioner(tx: Tx, asked: Asked) {
  await tx.$queryRaw`
    select id from practitioner
    where tenant_id = ${asked.tenantId}::uuid and id = ${asked.practitionerId}::uuid for no key update`;
  return await reachablePractitioner(tx, asked, "availability:manage");
}
