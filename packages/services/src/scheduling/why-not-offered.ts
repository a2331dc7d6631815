import type { explainTime } from "@quietroom/contracts/scheduling";
import type { OutputOf } from "@quietroom/contracts/wire";
import type { Tx } from "@quietroom/db";
import type { LocalDate } from "@quietroom/domain/time";
import { found } from "../errors.ts";
import type { Choice } from "./scene.ts";

type Obstacle = OutputOf<typeof explainTime>["obstacles"][number];
export type NotOffered = Extract<Obstacle, { readonly rule: "unknown_service" }>["because"];

/**
 * Everything that keeps clients from a service with one practitioner at a place whatever the time, in the order in which it would be
 * put right; none when it is offered. Throws `not_found` where the studio has no such service, place or practitioner.
 */
export async function whyNotOffered(
  tx: Tx,
  { tenantId, date, ...choice }: Choice & { readonly tenantId: string; readonly date: LocalDate },
): Promise<NotOffered[]> {
  const rows = await tx.$queryRaw<Readonly<Record<NotOffered, boolean>>[]>`
    select not s.active as "service_inactive", not s.online_bookable as "service_not_online",
      not (${choice.mode}::visit_mode = any(s.modes)) as "mode_not_given", not l.active as "location_inactive",
      not exists (select from practitioner_service ps
        where ps.tenant_id = s.tenant_id and ps.service_id = s.id and ps.practitioner_id = p.id) as "not_given_by_them",
      not p.active as "practitioner_inactive", coalesce(p.last_day < ${date}::date, false) as "practitioner_left", not p.online_bookable as "practitioner_not_online"
    from service s
      join location l on l.tenant_id = s.tenant_id and l.id = ${choice.locationId}::uuid
      join practitioner p on p.tenant_id = s.tenant_id and p.id = ${choice.practitionerId}::uuid
    where s.tenant_id = ${tenantId}::uuid and s.id = ${choice.serviceId}::uuid`;
  const row = found(rows[0]);
  return reasons.filter((reason) => row[reason]);
}

const reasons = [
  "service_inactive",
  "mode_not_given",
  "location_inactive",
  "service_not_online",
  "practitioner_inactive",
  "practitioner_left",
  "not_given_by_them",
  "practitioner_not_online",
] as const satisfies readonly NotOffered[];
