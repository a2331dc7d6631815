"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { DataTable } from "@quietroom/ui/blocks/data-table";
import { EmptyState } from "@quietroom/ui/blocks/empty-state";
import { Badge } from "@quietroom/ui/primitives/badge";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../live/trpc.tsx";
import { calendarDate, dateTime, type StudioClock } from "../../show/format-time.ts";
import { EntryActions } from "./entry-actions.tsx";
import { Figures } from "./figures.tsx";
import { OpeningActions } from "./opening-actions.tsx";
import { OpeningCard } from "./opening-card.tsx";
import { ReplayFill } from "./replay-fill.tsx";

type Board = StaffOutput["waitlist"]["board"];
type Entry = Board["entries"][number];

/** Who waits for what, and what became of every hour that freed up. */
export function WaitlistBoard({
  initial,
  figures,
  byHand,
}: {
  readonly initial: Board;
  readonly figures: StaffOutput["waitlist"]["figures"];
  /** Whether this person may decide otherwise than the list does. */
  readonly byHand: "allowed" | "not_allowed";
}) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.waitlist.board.queryOptions({}, { initialData: initial }));
  const clock: StudioClock = { timeZone: data.timeZone, locale: data.locale };
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
                <OpeningCard
                  opening={opening}
                  now={data.now}
                  clock={clock}
                  actions={
                    byHand === "allowed" ? (
                      <div className="flex flex-wrap items-start justify-between gap-2">
                        {opening.offers.length + opening.lastRound.length === 0 ? null : (
                          <ReplayFill openingId={opening.id} when={dateTime(opening.startsAt, clock)} />
                        )}
                        {isUndecided(opening, data.now) ? (
                          <OpeningActions opening={opening} clock={clock} />
                        ) : null}
                      </div>
                    ) : null
                  }
                />
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
                      ...(entry.ofSession ? ["a seat in a group session"] : []),
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
            { key: "priority", header: "Priority", cell: (entry) => <Priority entry={entry} /> },
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
                byHand === "allowed" && (entry.status === "waiting" || entry.status === "offered") ? (
                  <EntryActions entry={entry} now={data.now} />
                ) : null,
            },
          ]}
        />
      </section>
      <Figures initial={figures} locale={data.locale} />
    </div>
  );
}

/** Still to be given to somebody: being offered, or on the public page with nobody left in line. */
function isUndecided({ status, startsAt }: Board["openings"][number], now: number): boolean {
  return (status === "offering" || status === "exhausted") && startsAt > now;
}

function Priority({ entry }: { readonly entry: Entry }) {
  return (
    <span>
      {entry.priority}
      {entry.referred ? <span className="block text-muted text-xs">referred</span> : null}
      {entry.priorityReason === null ? null : (
        <span className="wrap-anywhere block text-muted text-xs">“{entry.priorityReason}”</span>
      )}
    </span>
  );
}

function Wishes({ entry, locale }: { readonly entry: Entry; readonly locale: string }) {
  const day = { day: "numeric", month: "short" } as const;
  const weekdays =
    entry.weekdays.length === 7
      ? "any day"
      : entry.weekdays.map((weekday) => weekdayName(weekday, locale)).join(" ");
  if (entry.ofSession) return <span>{calendarDate(entry.dateFrom, locale, day)}</span>;
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
