import { can } from "@quietroom/domain/access";
import { Notice } from "@quietroom/ui/blocks/notice";
import type { Metadata } from "next";
import { AuditFilters } from "../../../features/audit-log/audit-filters.tsx";
import { AuditRows } from "../../../features/audit-log/audit-rows.tsx";
import { askedIn, everything } from "../../../features/audit-log/asked.ts";
import { ExportAudit } from "../../../features/audit-log/export-audit.tsx";
import { PickClient } from "../../../features/find-client/pick-client.tsx";
import { whatFinds } from "../../../features/find-client/what-finds.ts";
import { staffCaller } from "../../../server/api.ts";
import { signedIn } from "../../../server/signed-in.ts";

export const metadata: Metadata = { title: "Audit" };

/** What the audit of the studio holds, for those who watch over it (AUD-09). */
export default async function AuditPage({
  searchParams,
}: {
  readonly searchParams: Promise<Record<string, string | readonly string[] | undefined>>;
}) {
  const asked = askedIn(await searchParams);
  const caller = await staffCaller();
  const page = await caller.trail.list(asked ?? { ...everything, before: null });
  const actor = await signedIn();
  const mayExport = can(actor, "audit:export");
  const by = whatFinds(actor);
  const { before: _before, ...filter } = asked ?? { ...everything, before: null };
  return (
    <>
      {asked === null ? (
        <Notice tone="caution" title="That cannot be looked for">
          A record is named by its id, and a day as your calendar shows it. Everything is shown instead.
        </Notice>
      ) : null}
      <AuditFilters
        filter={filter}
        people={page.people}
        client={by === "nothing" ? null : <PickClient name="record" by={by} chosen={filter.recordId} />}
      />
      {mayExport ? <ExportAudit filter={filter} /> : null}
      <AuditRows page={page} filter={filter} />
    </>
  );
}
