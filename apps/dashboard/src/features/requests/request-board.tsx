"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { EmptyState } from "@quietroom/ui/blocks/empty-state";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { AnswerRequest } from "../../answer-request/answer-request.tsx";
import { useTRPC } from "../../live/trpc.tsx";
import { isUnscreened, type Screening, ScreeningWords } from "../../show/screening-words.tsx";
import { OutOfDate } from "../../show/out-of-date.tsx";
import { dateTime, timeOfDay } from "../../show/format-time.ts";

type Board = StaffOutput["requests"]["list"];
type Asked = Board["bookings"][number] | Board["cancellations"][number];

/** What clients wait for an answer to, the most pressing first. It renews itself as requests come and go. */
export function RequestBoard({ initial, locale }: { readonly initial: Board; readonly locale: string }) {
  const trpc = useTRPC();
  const { data, isError, refetch } = useQuery(trpc.requests.list.queryOptions({}, { initialData: initial }));
  const outOfDate = <OutOfDate what="The requests" onAgain={() => void refetch()} />;
  if (data.bookings.length + data.cancellations.length === 0) {
    return isError ? (
      outOfDate
    ) : (
      <EmptyState title="Nothing waits for an answer">
        Requests for visits that you approve stand here, and clients who ask too late to cancel by themselves.
      </EmptyState>
    );
  }
  return (
    <div className="grid gap-10">
      {isError ? outOfDate : null}
      <Part heading="Visits to approve" none={data.bookings.length === 0}>
        {data.bookings.map((asked) => (
          <Request
            key={asked.appointmentId}
            asked={asked}
            screening={asked.screening}
            locale={locale}
            kind="booking"
          >
            Sent {dateTime(asked.sentAt, { timeZone: asked.timeZone, locale })}. Runs out{" "}
            {dateTime(asked.expiresAt, { timeZone: asked.timeZone, locale })}.
          </Request>
        ))}
      </Part>
      <Part heading="Late cancellations" none={data.cancellations.length === 0}>
        {data.cancellations.map((asked) => (
          <Request
            key={asked.appointmentId}
            asked={asked}
            screening={null}
            locale={locale}
            kind="cancellation"
          >
            Asked {dateTime(asked.askedAt, { timeZone: asked.timeZone, locale })}
            {asked.reason === "" ? "." : `: “${asked.reason}”`}
          </Request>
        ))}
      </Part>
    </div>
  );
}

function Part({
  heading,
  none,
  children,
}: {
  readonly heading: string;
  readonly none: boolean;
  readonly children: ReactNode;
}) {
  if (none) return null;
  const id = heading.toLowerCase().replaceAll(" ", "-");
  return (
    <section aria-labelledby={id} className="grid gap-4">
      <h2 id={id} className="display text-xl">
        {heading}
      </h2>
      <ul className="divide-y divide-line rounded-lg border border-line bg-raised">{children}</ul>
    </section>
  );
}

function Request({
  asked,
  screening,
  locale,
  kind,
  children,
}: {
  readonly asked: Asked;
  readonly screening: Screening;
  readonly locale: string;
  readonly kind: "booking" | "cancellation";
  readonly children: ReactNode;
}) {
  const clock = { timeZone: asked.timeZone, locale };
  return (
    <li className="grid gap-3 p-4 sm:grid-cols-[minmax(0,1fr)_auto] sm:items-center">
      <div className="grid min-w-0 gap-1">
        <h3 className="break-words font-medium">{asked.clientName}</h3>
        <p>
          <Link
            href={`/calendar?view=day&date=${asked.date}&open=${asked.appointmentId}`}
            className="figures inline-flex min-h-6 items-center underline underline-offset-2"
          >
            {dateTime(asked.startsAt, clock)} – {timeOfDay(asked.endsAt, clock)}
          </Link>
        </p>
        <p className="text-muted">
          {asked.serviceName} with {asked.practitionerName}
          {asked.mode === "telehealth" ? ", online" : ""}
        </p>
        <p className="figures break-words text-muted">{children}</p>
        <ScreeningWords screening={screening} clock={clock} />
      </div>
      <AnswerRequest
        kind={kind}
        about={{
          appointmentId: asked.appointmentId,
          version: asked.version,
          unscreened: isUnscreened(screening),
          who: asked.clientName,
          takesMail: asked.takesMail,
        }}
      />
    </li>
  );
}
