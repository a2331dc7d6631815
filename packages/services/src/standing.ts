import type { Tx } from "@quietroom/db";
import {
  type Actor,
  dependsOnRelations,
  type Permission,
  type Relations,
  standsWhileSuspended,
} from "@quietroom/domain/access";
import type { Instant } from "@quietroom/domain/time";
import { AppError } from "./errors.ts";
import { toInstantColumn } from "./instant-column.ts";

type Standing = Relations & { readonly open: boolean };

/**
 * The actor as of this transaction: whom a member of staff supervises and covers for now, where the permission asks for it, so
 * that an end counts from the next call on. Throws `forbidden` for a change in a studio that is suspended (TEN-12).
 */
export async function withStanding(
  tx: Tx,
  actor: Actor,
  { permission, now }: { readonly permission: Permission; readonly now: Instant },
): Promise<Actor> {
  const changes = !standsWhileSuspended(permission);
  if (actor.kind !== "staff" || !(changes || dependsOnRelations(actor, permission))) return actor;
  const { tenantId, staffUserId } = actor;
  const at = toInstantColumn(now);
  const [standing] = await tx.$queryRaw<Standing[]>`
    select t.status = 'active' as open,
      array(select s.supervisee_id from supervision s
        where s.tenant_id = t.id and s.supervisor_id = ${staffUserId}::uuid
          and s.starts_at <= ${at}::timestamptz and (s.ends_at is null or s.ends_at > ${at}::timestamptz)) as supervised,
      array(select c.covered_id from cover c
        where c.tenant_id = t.id and c.covering_id = ${staffUserId}::uuid
          and c.starts_at <= ${at}::timestamptz and c.ends_at > ${at}::timestamptz) as covered
    from tenant t where t.id = ${tenantId}::uuid`;
  if (standing === undefined || (changes && !standing.open)) throw new AppError("forbidden");
  const { supervised, covered } = standing;
  return { ...actor, relations: { supervised, covered } };
}
