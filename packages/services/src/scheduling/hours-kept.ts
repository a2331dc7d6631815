import { Prisma } from "@quietroom/db";

/**
 * Keeps the hours of those who hold a visit, and those of its place, as they are read next until the transaction ends: who changes them waits,
 * and then names the visit among those that lie outside (ec-H18). Only visitors' bookings from a hold keep them so; what the desk, a series, a move, the
 * waitlist or an approved request takes in that moment is named once the list is read again. Others who book wait for nothing, as the rows are shared. A condition that is always
 * true, for the lock of the visit's row, which it comes before; people in one order and then the place, as everywhere.
 */
export function hoursKept(tenantId: string, appointmentId: string): Prisma.Sql {
  const its = Prisma.sql`a.tenant_id = ${tenantId}::uuid and a.id = ${appointmentId}::uuid`;
  return Prisma.sql`(
    select count(*) >= 0 from (
      select p.id from practitioner p
      where p.tenant_id = ${tenantId}::uuid
        and p.id in (select unnest(a.with_practitioner_ids || a.practitioner_id) from appointment a where ${its})
      order by p.id for share
    ) people
  ) and (
    select count(*) >= 0 from (
      select l.id from location l
      where l.tenant_id = ${tenantId}::uuid and l.id = (select a.location_id from appointment a where ${its})
      for share
    ) place
  )`;
}
