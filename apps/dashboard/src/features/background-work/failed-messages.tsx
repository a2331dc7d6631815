"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { DataTable } from "@quietroom/ui/blocks/data-table";
import { EmptyState } from "@quietroom/ui/blocks/empty-state";
import { useQuery } from "@tanstack/react-query";
import { MailCheck } from "lucide-react";
import Link from "next/link";
import { atOwnPace } from "../../live/own-pace.ts";
import { useTRPC } from "../../live/trpc.tsx";
import { dateTime } from "../../show/format-time.ts";
import { kindWords } from "../../show/message-words.ts";
import { failureOfMessage, mailWords } from "./work-words.ts";

/** Messages that were given up lately: why, and what to do. Whose they are is in the message log. */
export function FailedMessages({ initial }: { readonly initial: StaffOutput["backgroundWork"]["view"] }) {
  const trpc = useTRPC();
  const { data } = useQuery(
    trpc.backgroundWork.view.queryOptions({}, { initialData: initial, ...atOwnPace }),
  );
  const { failed, failedCount } = data.messages;
  return (
    <section aria-labelledby="messages" className="grid gap-4">
      <h2 id="messages" className="display text-xl">
        Messages that were given up
      </h2>
      <DataTable
        caption="Messages that were given up in the last 30 days, the latest first"
        rows={failed}
        rowKey={({ id }) => id}
        empty={
          <EmptyState title="No message was given up" icon={<MailCheck />}>
            Not in the last 30 days.
          </EmptyState>
        }
        columns={[
          {
            key: "kind",
            header: "Message",
            cell: ({ kind, channel, to }) => (
              <span className="grid">
                <span className="font-medium">{mailWords(kind) ?? kindWords(kind)}</span>
                <span className="text-muted text-sm">
                  to a {to}, by {channel}
                </span>
              </span>
            ),
          },
          { key: "due", header: "Due", cell: ({ dueAt }) => dateTime(dueAt, data), className: "figures" },
          { key: "why", header: "Why", cell: (message) => failureOfMessage(message).why },
          { key: "next", header: "What to do", cell: (message) => failureOfMessage(message).next },
        ]}
      />
      {failed.length === 0 ? null : (
        <p className="text-muted">
          {failedCount > failed.length ? `The latest ${failed.length} of ${failedCount}. ` : ""}
          To whom those about visits and the waitlist were to go stands in{" "}
          <Link className="font-medium text-ink underline underline-offset-4" href="/messages">
            the message log
          </Link>
          .
        </p>
      )}
    </section>
  );
}
