import type { StaffOutput } from "@quietroom/api/client";
import { DataTable } from "@quietroom/ui/blocks/data-table";
import { EmptyState } from "@quietroom/ui/blocks/empty-state";
import { Badge } from "@quietroom/ui/primitives/badge";
import { Button } from "@quietroom/ui/primitives/button";
import Link from "next/link";
import { dateTime, type StudioClock } from "../../show/format-time.ts";
import { Arrival } from "../../show/arrival.tsx";
import { kindWords } from "../../show/message-words.ts";

const tones = {
  planned: "neutral",
  claimed: "info",
  sent: "positive",
  failed: "danger",
  skipped: "neutral",
} as const;

/** The message ledger: what was planned, sent, skipped or failed. Contents are never kept. */
export function MessageLog({ log }: { readonly log: StaffOutput["messages"]["log"] }) {
  const clock: StudioClock = { timeZone: log.timeZone, locale: log.locale };
  return (
    <div className="grid gap-4">
      <DataTable
        caption="Messages, newest first"
        rows={log.messages}
        rowKey={(message) => message.id}
        empty={
          <EmptyState title="No messages yet">
            Confirmations, reminders and offers appear here as they are planned.
          </EmptyState>
        }
        columns={[
          {
            key: "kind",
            header: "Message",
            cell: (message) => <span className="font-medium">{kindWords(message.kind)}</span>,
          },
          { key: "client", header: "To", cell: (message) => message.clientName },
          {
            key: "channel",
            header: "By",
            cell: (message) => (message.channel === "sms" ? "text" : message.channel),
          },
          {
            key: "due",
            header: "Due",
            cell: (message) => dateTime(message.dueAt, clock),
            className: "figures",
          },
          {
            key: "status",
            header: "Status",
            cell: (message) => (
              <span className="flex flex-wrap items-center gap-1.5">
                <Badge tone={tones[message.status]}>
                  {message.status === "claimed" ? "being sent" : message.status}
                </Badge>
                <Arrival of={message} />
                {message.reason === null ? null : (
                  <span className="text-muted">{message.reason.replaceAll("_", " ")}</span>
                )}
              </span>
            ),
          },
          {
            key: "sent",
            header: "Sent",
            cell: (message) => (message.sentAt === null ? "–" : dateTime(message.sentAt, clock)),
            className: "figures",
          },
        ]}
      />
      {log.next === null ? null : (
        <Button asChild variant="secondary" className="w-fit">
          <Link href={`/messages?before=${log.next}`}>Older messages</Link>
        </Button>
      )}
    </div>
  );
}
