import type { StaffOutput } from "@quietroom/api/client";
import { DataTable } from "@quietroom/ui/blocks/data-table";
import { EmptyState } from "@quietroom/ui/blocks/empty-state";
import { Badge } from "@quietroom/ui/primitives/badge";
import { Button } from "@quietroom/ui/primitives/button";
import Link from "next/link";
import { dateTime, type StudioClock } from "../../show/format-time.ts";

/** What one person did, newest first: kinds of acts and records, never what stood in them. */
export function StaffActivity({
  report,
  staffUserId,
}: {
  readonly report: StaffOutput["trail"]["staffActivity"];
  readonly staffUserId: string;
}) {
  const clock: StudioClock = { timeZone: report.timeZone, locale: report.locale };
  return (
    <div className="grid gap-4">
      <DataTable
        caption={`What ${report.person.displayName} did, newest first`}
        rows={report.acts}
        rowKey={(act) => act.id}
        empty={<EmptyState title="Nothing yet">What they do here appears as they do it.</EmptyState>}
        columns={[
          { key: "at", header: "When", cell: (act) => dateTime(act.at, clock), className: "figures" },
          { key: "action", header: "Act", cell: (act) => plain(act.action) },
          { key: "resource", header: "Record", cell: (act) => plain(act.resource) },
          {
            key: "outcome",
            header: "Outcome",
            cell: (act) => (
              <Badge tone={act.outcome === "done" ? "neutral" : "caution"}>{plain(act.outcome)}</Badge>
            ),
          },
        ]}
      />
      {report.next === null ? null : (
        <Button asChild variant="secondary" className="w-fit">
          <Link href={`/team/${staffUserId}?before=${report.next}`}>Earlier</Link>
        </Button>
      )}
    </div>
  );
}

function plain(code: string): string {
  return code.replaceAll("_", " ");
}
