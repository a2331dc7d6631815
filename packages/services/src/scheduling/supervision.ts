import type { Tx } from "@quietroom/db";
import type { Supervision } from "@quietroom/domain/scheduling";
import { instant, type Interval, interval } from "@quietroom/domain/time";
import { toInstantColumn } from "../instant-column.ts";
import type { Scene } from "./scene.ts";
import { staffDiaries } from "./staff-diaries.ts";

/**
 * When somebody who supervises each practitioner of a scene can be reached around `window`: a supervisor, or a backup, in the dates of their
 * supervision and in their own hours at any place. Being with a client then does not keep them from it. A supervisor without a calendar
 * has no hours. Where a supervisor comes to the visit too, whom they supervise has them there, and they themselves need nobody. Empty, and
 * nothing is read, for a service that needs none.
 */
export async function loadSupervision(
  tx: Tx,
  tenantId: string,
  {
    needsSupervisor,
    together,
    practitioners,
  }: Pick<Scene, "needsSupervisor" | "together"> & {
    readonly practitioners: readonly { readonly id: string }[];
  },
  window: Interval,
): Promise<ReadonlyMap<string, Supervision>> {
  if (!needsSupervisor) return new Map();
  const rows = await tx.$queryRaw<SupervisionRow[]>`
    select s.supervisee_id as "superviseeId", u.practitioner_id as "supervisorId",
      date_part('epoch', s.starts_at) * 1000 as "from", date_part('epoch', s.ends_at) * 1000 as "until"
    from supervision s join staff_user u on u.tenant_id = s.tenant_id and u.id = s.supervisor_id and u.active
    where s.tenant_id = ${tenantId}::uuid and s.supervisee_id = any(${practitioners.map(({ id }) => id)}::uuid[])
      and s.starts_at < ${toInstantColumn(window.end)}::timestamptz
      and (s.ends_at is null or s.ends_at > ${toInstantColumn(window.start)}::timestamptz)`;
  const supervisorIds = rows.flatMap(({ supervisorId }) => (supervisorId === null ? [] : [supervisorId]));
  const diaries =
    supervisorIds.length === 0
      ? []
      : await staffDiaries(tx, { tenantId, range: window, practitionerIds: supervisorIds });
  const comes = ({ supervisorId }: SupervisionRow) =>
    together && practitioners.some(({ id }) => id === supervisorId);
  return new Map(
    practitioners.map(({ id }) => {
      const theirs = rows.filter(({ superviseeId }) => superviseeId === id);
      const isThere = rows.some((row) => comes(row) && (row.superviseeId === id || row.supervisorId === id));
      if (isThere) return [id, { assigned: true, times: [window] }];
      const times = theirs.flatMap(({ supervisorId, from, until }) =>
        diaries
          .filter((diary) => diary.active && diary.id === supervisorId)
          .flatMap(({ open }) => open)
          .flatMap(({ start, end }) => {
            const [first, last] = [Math.max(start, from), Math.min(end, until ?? end)];
            return first < last ? [interval(instant(first), instant(last))] : [];
          }),
      );
      return [id, { assigned: theirs.length > 0, times: times.toSorted((a, b) => a.start - b.start) }];
    }),
  );
}

type SupervisionRow = {
  readonly superviseeId: string;
  /** The supervisor's own calendar; null for one who sees no clients. */
  readonly supervisorId: string | null;
  readonly from: number;
  readonly until: number | null;
};
