import type { StaffOutput } from "@quietroom/api/client";
import { recordedWords } from "@quietroom/domain/records";
import { DataTable } from "@quietroom/ui/blocks/data-table";
import { EmptyState } from "@quietroom/ui/blocks/empty-state";
import { Badge } from "@quietroom/ui/primitives/badge";
import { Button } from "@quietroom/ui/primitives/button";
import Link from "next/link";
import { dateTime } from "../../show/format-time.ts";
import { addressOf, everything, type Filter } from "./asked.ts";
import { actionWords, actorWords, plain } from "./audit-words.ts";

type Page = StaffOutput["trail"]["list"];
type Row = Page["rows"][number];

/** A page of the audit, newest first. */
export function AuditRows({ page, filter }: { readonly page: Page; readonly filter: Filter }) {
  return (
    <div className="grid gap-4">
      <DataTable
        caption="The audit, newest first"
        rows={page.rows}
        rowKey={({ id }) => id}
        empty={
          page.next === null ? (
            <EmptyState title="Nothing of that kind">
              Nobody has done this here, or not in these days.
            </EmptyState>
          ) : (
            <p className="text-muted">Nothing of that kind lately. There may be something earlier.</p>
          )
        }
        columns={[
          { key: "at", header: "When", cell: ({ at }) => dateTime(at, page), className: "figures" },
          {
            key: "who",
            header: "Who",
            cell: ({ who, actorKind, ip }) => (
              <span className="grid">
                <span className="font-medium">{who ?? actorWords(actorKind)}</span>
                {ip === null ? null : <span className="figures break-all text-muted text-sm">{ip}</span>}
              </span>
            ),
          },
          { key: "act", header: "Act", cell: (row) => <Act row={row} /> },
          { key: "record", header: "Record", cell: (row) => <Record row={row} /> },
          {
            key: "outcome",
            header: "Outcome",
            cell: ({ outcome }) => (
              <Badge tone={outcome === "done" ? "neutral" : "caution"}>{plain(outcome)}</Badge>
            ),
          },
        ]}
      />
      {page.next === null ? null : (
        <Button asChild variant="secondary" className="w-fit">
          <Link href={addressOf(filter, page.next)}>Earlier</Link>
        </Button>
      )}
    </div>
  );
}

function Act({ row: { action, changed } }: { readonly row: Row }) {
  return (
    <span className="grid">
      <span>{actionWords(action)}</span>
      {changed.length === 0 ? null : (
        <span className="wrap-anywhere text-muted text-sm">{changed.join(", ")}</span>
      )}
    </span>
  );
}

function Record({ row: { resource, resourceId, clientId, listed, phi } }: { readonly row: Row }) {
  const shown = clientId ?? resourceId;
  return (
    <span className="grid justify-items-start gap-1">
      <span className="flex flex-wrap items-center gap-1.5">
        {recordedWords(resource)}
        {phi ? <Badge tone="info">about clients</Badge> : null}
      </span>
      {listed === 0 ? null : (
        <span className="text-muted text-sm">{listed === 1 ? "1 client" : `${listed} clients`} listed</span>
      )}
      {shown === null ? null : (
        <Link
          className="figures text-muted text-sm underline underline-offset-2"
          href={addressOf({ ...everything, recordId: shown })}
        >
          <span className="sr-only">
            Everything about {clientId === null ? recordedWords(resource) : "the client"}{" "}
          </span>
          …{shown.slice(-8)}
        </Link>
      )}
    </span>
  );
}
