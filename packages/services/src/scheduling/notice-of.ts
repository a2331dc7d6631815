import type { Tx } from "@quietroom/db";
import type { Notice } from "@quietroom/domain/scheduling";
import { found } from "../errors.ts";

/** How long before a start clients book a service by themselves: by its own notice, or the studio's where it has none. */
export async function noticeOf(tx: Tx, tenantId: string, serviceId: string): Promise<Notice> {
  const [notice] = await tx.$queryRaw<Notice[]>`
    select coalesce(s.min_notice_min, t.min_notice_min) as "minNoticeMin",
      coalesce(s.min_notice_days, t.min_notice_days) as "minNoticeDays"
    from tenant t join service s on s.tenant_id = t.id and s.id = ${serviceId}::uuid where t.id = ${tenantId}::uuid`;
  return found(notice);
}
