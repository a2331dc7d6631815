"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { mostSessions } from "@quietroom/contracts/groups";
import { EmptyState } from "@quietroom/ui/blocks/empty-state";
import { Field } from "@quietroom/ui/blocks/field";
import { Notice } from "@quietroom/ui/blocks/notice";
import { StatusBadge } from "@quietroom/ui/blocks/status-badge";
import { Button } from "@quietroom/ui/primitives/button";
import { Input } from "@quietroom/ui/primitives/input";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { dateTime, timeOfDay } from "../../show/format-time.ts";
import { NewSession, type SessionChoices } from "./new-session.tsx";
import { Seats } from "./seats.tsx";
import { SessionPanel } from "./session-panel.tsx";

type List = StaffOutput["groups"]["list"];
type Session = List["sessions"][number];

/** The group sessions from a date on, each with its seats; one of them open beside the list. It renews itself as seats come and go. */
export function GroupSessions({
  initial,
  from,
  today,
  opened,
  locale,
  choices,
  pickClient,
}: {
  readonly initial: List;
  readonly from: string;
  readonly today: string;
  /** The session that is open at first; it need not be in the list. */
  readonly opened: string | null;
  readonly locale: string;
  /** What a session can be set of; null for whoever sets none. */
  readonly choices: SessionChoices | null;
  /** A field that finds a client; null for whoever finds none. */
  readonly pickClient: ReactNode;
}) {
  const trpc = useTRPC();
  const { data, isError } = useQuery(trpc.groups.list.queryOptions({ from }, { initialData: initial }));
  const [open, setOpen] = useState<string | null>(opened); // the id of a session, or "new"
  const close = () => setOpen(null);
  return (
    <div className="grid gap-5">
      {choices === null ? null : (
        <Button className="w-fit" onClick={() => setOpen("new")}>
          Add a session
        </Button>
      )}
      {isError ? (
        <Notice tone="caution" title="The sessions could not be refreshed">
          What you see may be out of date. It is tried again by itself.
        </Notice>
      ) : null}
      <form method="get" className="flex flex-wrap items-end gap-2">
        <Field name="from" label="Sessions from">
          {(control) => <Input {...control} type="date" key={from} defaultValue={from} className="w-fit" />}
        </Field>
        <Button variant="secondary" type="submit">
          Show
        </Button>
      </form>
      {data.sessions.length === 0 ? (
        <EmptyState title={from === today ? "No group sessions to come" : "No group sessions from then on"}>
          {choices === null
            ? "Sessions with several seats stand here, with how many are taken."
            : "Add one, and clients can take its seats. Each stands here with how many are taken."}
        </EmptyState>
      ) : (
        <ul
          aria-label="Group sessions"
          className="divide-y divide-line rounded-lg border border-line bg-raised"
        >
          {data.sessions.map((session) => (
            <SessionRow
              key={session.id}
              session={session}
              locale={locale}
              onOpen={() => setOpen(session.id)}
            />
          ))}
        </ul>
      )}
      {data.sessions.length < mostSessions ? null : (
        <p className="text-muted">These are the first {mostSessions}. A later date shows those after them.</p>
      )}
      {open === "new" && choices !== null ? (
        <NewSession choices={choices} today={today} onDone={close} />
      ) : null}
      {open === null || open === "new" ? null : (
        <SessionPanel
          key={open}
          groupSessionId={open}
          today={today}
          locale={locale}
          pickClient={pickClient}
          onDone={close}
        />
      )}
    </div>
  );
}

function SessionRow({
  session,
  locale,
  onOpen,
}: {
  readonly session: Session;
  readonly locale: string;
  readonly onOpen: () => void;
}) {
  const clock = { timeZone: session.timeZone, locale };
  const when = `${dateTime(session.startsAt, clock)} – ${timeOfDay(session.endsAt, clock)}`;
  return (
    <li className="grid gap-3 p-4 sm:grid-cols-[minmax(0,1fr)_auto] sm:items-center">
      <div className="grid min-w-0 gap-1">
        <h2 className="break-words font-medium">{session.serviceName}</h2>
        <p className="figures">{when}</p>
        <p className="break-words text-muted">
          {session.practitionerName}
          {session.mode === "telehealth" ? ", online" : `, ${session.roomName ?? session.locationName}`}
        </p>
        <p className="figures flex flex-wrap items-center gap-x-3 gap-y-1">
          {session.status === "cancelled" ? (
            <StatusBadge status="cancelled" />
          ) : (
            <Seats session={session} locale={locale} />
          )}
        </p>
      </div>
      <Button variant="secondary" onClick={onOpen} aria-label={`Open ${session.serviceName}, ${when}`}>
        Open
      </Button>
    </li>
  );
}
