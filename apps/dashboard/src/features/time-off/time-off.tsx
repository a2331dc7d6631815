"use client";

import { EmptyState } from "@quietroom/ui/blocks/empty-state";
import { Badge } from "@quietroom/ui/primitives/badge";
import { Button } from "@quietroom/ui/primitives/button";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { OutOfDate } from "../../show/out-of-date.tsx";
import { datesOff } from "../../show/dates-off.ts";
import { StandingVisits } from "../../show/standing-visits.tsx";
import { AnswerTimeOff, type TimeOffAct } from "./answer-time-off.tsx";
import { AskTimeOff } from "./ask-time-off.tsx";
import { standingVisits, type TimeOffList, type TimeOffRow } from "./time-off-words.ts";

/** Time off that is not over: what waits for an answer first, then what was answered; of one practitioner, or of all in reach. */
export function TimeOff({
  initial,
  practitionerId,
  locale,
  today,
  canAnswer,
}: {
  readonly initial: TimeOffList;
  readonly practitionerId: string | null;
  readonly locale: string;
  readonly today: string;
  readonly canAnswer: boolean;
}) {
  const trpc = useTRPC();
  const { data, isError, refetch } = useQuery(trpc.timeOff.list.queryOptions({}, { initialData: initial }));
  const [asking, setAsking] = useState(false);
  const [act, setAct] = useState<{ readonly kind: TimeOffAct; readonly row: TimeOffRow } | null>(null);
  const rows = data.timeOff.filter(
    ({ practitioner }) => practitionerId === null || practitioner.id === practitionerId,
  );
  const people = data.people.filter(({ id }) => practitionerId === null || id === practitionerId);
  const waiting = rows.filter(({ status }) => status === "asked");
  const answered = rows.filter(({ status }) => status !== "asked");
  const list = (part: readonly TimeOffRow[]) => (
    <ul className="divide-y divide-line rounded-lg border border-line bg-raised">
      {part.map((row) => (
        <Row
          key={row.id}
          row={row}
          named={practitionerId === null}
          locale={locale}
          canAnswer={canAnswer}
          onAct={(kind) => setAct({ kind, row })}
        />
      ))}
    </ul>
  );
  return (
    <div className="grid gap-6">
      {isError ? <OutOfDate what="The time off" onAgain={() => void refetch()} /> : null}
      {people.length === 0 ? null : (
        <Button className="w-fit" onClick={() => setAsking(true)}>
          <Plus aria-hidden="true" />
          Ask for time off
        </Button>
      )}
      {rows.length === 0 ? (
        <EmptyState title="No time off ahead">
          Days that are asked for stand here, with their answer.
        </EmptyState>
      ) : null}
      {waiting.length === 0 ? null : <Part heading="Waiting for an answer">{list(waiting)}</Part>}
      {answered.length === 0 ? null : <Part heading="Answered">{list(answered)}</Part>}
      {asking ? (
        <AskTimeOff
          people={people}
          colleagues={data.colleagues}
          today={today}
          onDone={() => setAsking(false)}
        />
      ) : null}
      {act === null ? null : (
        <AnswerTimeOff act={act.kind} row={act.row} locale={locale} onDone={() => setAct(null)} />
      )}
    </div>
  );
}

function Part({ heading, children }: { readonly heading: string; readonly children: ReactNode }) {
  const id = heading.toLowerCase().replaceAll(" ", "-");
  return (
    <section aria-labelledby={id} className="grid gap-3">
      <h2 id={id} className="display text-lg">
        {heading}
      </h2>
      {children}
    </section>
  );
}

const badges = {
  asked: { tone: "caution", text: "not answered" },
  approved: { tone: "positive", text: "approved" },
  declined: { tone: "danger", text: "declined" },
  withdrawn: { tone: "neutral", text: "taken back" },
} as const;

function Row({
  row,
  named,
  locale,
  canAnswer,
  onAct,
}: {
  readonly row: TimeOffRow;
  readonly named: boolean;
  readonly locale: string;
  readonly canAnswer: boolean;
  readonly onAct: (kind: TimeOffAct) => void;
}) {
  const { practitioner, reason, cover, status, answer } = row;
  const dates = datesOff(row, locale);
  const badge = badges[status];
  const stands = status === "asked" || status === "approved";
  return (
    <li className="grid gap-3 p-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="grid min-w-0 gap-0.5">
          <h3 className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
            <span className="figures break-words">{named ? practitioner.displayName : dates}</span>
            <Badge tone={badge.tone}>{badge.text}</Badge>
          </h3>
          {named ? <p className="figures">{dates}</p> : null}
          {reason === "" ? null : <p className="break-words text-muted">{reason}</p>}
          <p className="text-muted">{cover === null ? "Nobody covers" : `${cover.displayName} covers`}</p>
          {answer === "" ? null : <p className="break-words">Answer: {answer}</p>}
        </div>
        <div className="flex flex-wrap gap-2">
          {canAnswer && status === "asked" ? (
            <>
              <Act label="Approve" row={row} dates={dates} onClick={() => onAct("approve")} />
              <Act label="Decline" row={row} dates={dates} onClick={() => onAct("decline")} />
            </>
          ) : null}
          {stands ? (
            <Act label="Take back" row={row} dates={dates} onClick={() => onAct("withdraw")} />
          ) : null}
        </div>
      </div>
      <StandingVisits
        words={standingVisits(row)}
        count={row.visitCount}
        visits={row.visits}
        locale={locale}
      />
      {row.visitCount === 0 ? null : (
        <Link
          href={affectedHref(row)}
          className="inline-flex min-h-6 w-fit items-center underline underline-offset-2"
        >
          Decide about each
          <span className="sr-only">
            : {practitioner.displayName}, {dates}
          </span>
        </Link>
      )}
    </li>
  );
}

/** Where each visit in these days is decided about. */
function affectedHref({ practitioner, firstDate, lastDate, part }: TimeOffRow): string {
  const query = new URLSearchParams({ practitioner: practitioner.id, from: firstDate, until: lastDate });
  if (part !== null) query.set("part", part.join("-"));
  return `/hours/affected?${query}`;
}

function Act({
  label,
  row,
  dates,
  onClick,
}: {
  readonly label: string;
  readonly row: TimeOffRow;
  readonly dates: string;
  readonly onClick: () => void;
}) {
  return (
    <Button
      size="sm"
      variant={label === "Approve" ? "primary" : "secondary"}
      aria-label={`${label}: ${row.practitioner.displayName}, ${dates}`}
      onClick={onClick}
    >
      {label}
    </Button>
  );
}
