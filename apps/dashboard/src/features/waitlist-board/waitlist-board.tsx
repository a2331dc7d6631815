"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { asId } from "@quietroom/domain/ids";
import { ConfirmDialog } from "@quietroom/ui/blocks/confirm-dialog";
import { DataTable } from "@quietroom/ui/blocks/data-table";
import { EmptyState } from "@quietroom/ui/blocks/empty-state";
import { Field } from "@quietroom/ui/blocks/field";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { Badge } from "@quietroom/ui/primitives/badge";
import { Button } from "@quietroom/ui/primitives/button";
import { Input } from "@quietroom/ui/primitives/input";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { calendarDate, dateTime, type StudioClock } from "../../show/format-time.ts";
import { OpeningCard } from "./opening-card.tsx";

type Board = StaffOutput["waitlist"]["board"];
type Entry = Board["entries"][number];

/** Who waits for what, and what became of every hour that freed up. */
export function WaitlistBoard({ initial }: { readonly initial: Board }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.waitlist.board.queryOptions({}, { initialData: initial }));
  const clock: StudioClock = { timeZone: data.timeZone, locale: data.locale };
  const [leaving, setLeaving] = useState<Entry | null>(null);
  return (
    <div className="grid gap-10">
      <section aria-labelledby="openings" className="grid gap-4">
        <h2 id="openings" className="display text-xl">
          Hours that freed up
        </h2>
        {data.openings.length === 0 ? (
          <EmptyState title="No hour has freed up yet">
            When a visit is cancelled or moved, its hour appears here with everyone who was considered for it.
          </EmptyState>
        ) : (
          <ul className="grid gap-3">
            {data.openings.map((opening) => (
              <li key={opening.id}>
                <OpeningCard opening={opening} clock={clock} />
              </li>
            ))}
          </ul>
        )}
      </section>
      <section aria-labelledby="waiting" className="grid gap-4">
        <h2 id="waiting" className="display text-xl">
          Waiting
        </h2>
        <DataTable
          caption="People on the waitlist, in the order they are asked"
          rows={data.entries}
          rowKey={(entry) => entry.id}
          empty={
            <EmptyState title="Nobody is waiting">
              Clients join from the booking page when the time they want is taken.
            </EmptyState>
          }
          columns={[
            {
              key: "position",
              header: "Place",
              cell: (entry) => entry.position ?? "–",
              className: "figures",
            },
            {
              key: "client",
              header: "Client",
              cell: (entry) => <span className="font-medium">{entry.clientName}</span>,
            },
            {
              key: "wants",
              header: "Wants",
              cell: (entry) => (
                <span>
                  {entry.serviceName}
                  <span className="block text-muted">
                    {[
                      entry.practitionerName ?? "anyone",
                      entry.mode === "telehealth" ? "online" : entry.locationName,
                    ]
                      .filter(Boolean)
                      .join(", ")}
                  </span>
                </span>
              ),
            },
            { key: "when", header: "When", cell: (entry) => <Wishes entry={entry} locale={data.locale} /> },
            { key: "priority", header: "Priority", cell: (entry) => entry.priority },
            { key: "status", header: "Status", cell: (entry) => <EntryStatus entry={entry} /> },
            {
              key: "since",
              header: "Since",
              cell: (entry) => dateTime(entry.joinedAt, clock),
              className: "figures",
            },
            {
              key: "actions",
              header: "",
              align: "end",
              cell: (entry) =>
                entry.status === "waiting" ? (
                  <Button
                    size="sm"
                    variant="quiet"
                    onClick={() => setLeaving(entry)}
                    aria-label={`Remove ${entry.clientName}`}
                  >
                    Remove
                  </Button>
                ) : null,
            },
          ]}
        />
      </section>
      {leaving === null ? null : <Remove entry={leaving} onDone={() => setLeaving(null)} />}
    </div>
  );
}

function Wishes({ entry, locale }: { readonly entry: Entry; readonly locale: string }) {
  const day = { day: "numeric", month: "short" } as const;
  const weekdays =
    entry.weekdays.length === 7
      ? "any day"
      : entry.weekdays.map((weekday) => weekdayName(weekday, locale)).join(" ");
  return (
    <span>
      {calendarDate(entry.dateFrom, locale, day)} – {calendarDate(entry.dateUntil, locale, day)}
      <span className="block text-muted">
        {weekdays}, {entry.dayparts.length === 3 ? "any time" : entry.dayparts.join(", ")}
      </span>
    </span>
  );
}

function weekdayName(weekday: number, locale: string): string {
  return calendarDate(`2023-01-0${weekday + 1}`, locale, { weekday: "short" }); // 1 January 2023 was a Sunday
}

const tones = {
  waiting: "neutral",
  offered: "accent",
  booked: "positive",
  declined: "neutral",
  expired: "neutral",
  withdrawn: "neutral",
} as const;

function EntryStatus({ entry }: { readonly entry: Entry }) {
  return (
    <span className="flex flex-wrap items-center gap-1.5">
      <Badge tone={tones[entry.status]}>{entry.status}</Badge>
      {entry.declines === 0 ? null : <span className="text-muted text-xs">passed {entry.declines}×</span>}
    </span>
  );
}

function Remove({ entry, onDone }: { readonly entry: Entry; readonly onDone: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const [reason, setReason] = useState("");
  const [error, setError] = useState<string>();
  const withdraw = useMutation(
    trpc.waitlist.withdraw.mutationOptions({
      onSuccess: (answer) => {
        if (answer.ok) {
          notify({ title: "Removed from the waitlist", tone: "positive" });
          onDone();
        } else {
          setError(
            answer.refusal.code === "has_open_offer"
              ? "An offer is open. It has to be answered or lapse first."
              : "This person is no longer waiting.",
          );
        }
      },
      onError: () => setError("The server did not answer. Nothing was changed; try again."),
      onSettled: () => queryClient.invalidateQueries(),
    }),
  );
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open) onDone();
      }}
      title={`Remove ${entry.clientName} from the waitlist?`}
      description="They lose their place and are not offered hours for this wish any more."
      confirmLabel="Remove"
      tone="danger"
      pending={withdraw.isPending}
      error={error}
      onConfirm={() => withdraw.mutate({ entryId: asId(entry.id), reason })}
    >
      <Field name="reason" label="Reason" required>
        {(control) => (
          <Input
            {...control}
            value={reason}
            maxLength={100}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
    </ConfirmDialog>
  );
}
