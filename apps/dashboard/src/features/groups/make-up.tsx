"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { asId } from "@quietroom/domain/ids";
import { Field } from "@quietroom/ui/blocks/field";
import { Notice } from "@quietroom/ui/blocks/notice";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { formText } from "@quietroom/ui/form-text";
import { Button } from "@quietroom/ui/primitives/button";
import { NativeSelect } from "@quietroom/ui/primitives/native-select";
import { Skeleton } from "@quietroom/ui/primitives/skeleton";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { dateTime } from "../../show/format-time.ts";
import { useSeat } from "./use-seat.tsx";

type Missed = {
  readonly appointmentId: string;
  readonly clientId: string;
  readonly clientName: string;
  readonly partySize: number;
  readonly serviceId: string;
};

/** A seat in another session of the class for somebody who missed this one; asked for first, and then one of those with seats is chosen. */
export function MakeUp({
  missed,
  today,
  locale,
}: {
  readonly missed: Missed;
  readonly today: string;
  readonly locale: string;
}) {
  const [opened, setOpened] = useState(false);
  return opened ? (
    <MakeUpForm missed={missed} today={today} locale={locale} onDone={() => setOpened(false)} />
  ) : (
    <Button
      variant="secondary"
      size="sm"
      aria-label={`Book a make-up session: ${missed.clientName}`}
      onClick={() => setOpened(true)}
    >
      Book a make-up session
    </Button>
  );
}

function MakeUpForm({
  missed,
  today,
  locale,
  onDone,
}: {
  readonly missed: Missed;
  readonly today: string;
  readonly locale: string;
  readonly onDone: () => void;
}) {
  const trpc = useTRPC();
  const notify = useNotify();
  const { data, isError } = useQuery(trpc.groups.list.queryOptions({ from: today }, { retry: 1 }));
  // Once one is chosen it stays in the list, also while it has no seats any more.
  const [chosen, setChosen] = useState<string>();
  const { form, submit, isPending, forget, errorAt, refusal } = useSeat({
    read: (element) => ({
      groupSessionId: asId(formText(new FormData(element), "session")),
      clientId: asId(missed.clientId),
      partySize: missed.partySize,
      makesUpFor: asId(missed.appointmentId),
    }),
    saidAt: { full: "session", too_few_left: "session", past: "session", session_cancelled: "session" },
    failed: "Nothing was booked.",
    onSeated: () => {
      notify({
        title: "Make-up session booked",
        description: "The client is told, where their address takes mail, and does not pay anew.",
        tone: "positive",
      });
      onDone();
    },
  });
  const close = (
    <Button type="button" variant="secondary" size="sm" onClick={onDone}>
      Not now
    </Button>
  );
  if (data === undefined && isError)
    return (
      <div className="grid basis-full gap-2">
        <Notice tone="danger">The other sessions could not be read. Close this and try again.</Notice>
        <div>{close}</div>
      </div>
    );
  if (data === undefined)
    return (
      <div role="status" aria-label="Sessions with seats are being looked for" className="basis-full">
        <Skeleton className="h-6" />
      </div>
    );
  const sessions = data.sessions.filter((session) => session.id === chosen || fits(session, missed));
  if (sessions.length === 0)
    return (
      <div className="grid basis-full gap-2">
        <p className="text-muted">No other session of this kind has seats. Add one, or look again later.</p>
        <div>{close}</div>
      </div>
    );
  return (
    <form
      ref={form}
      aria-label={`Make-up session of ${missed.clientName}`}
      className="grid basis-full gap-3"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setChosen(formText(new FormData(event.currentTarget), "session"));
        submit(event.currentTarget);
      }}
    >
      {refusal}
      <Field
        name="session"
        id={`make-up-${missed.appointmentId}`}
        label="Make-up session"
        hint="They have it instead of the one they missed, and do not pay anew."
        error={errorAt("session")}
      >
        {(control) => (
          <NativeSelect
            {...control}
            value={chosen ?? sessions[0]?.id}
            onChange={(event) => {
              setChosen(event.target.value);
              forget();
            }}
          >
            {sessions.map((session) => (
              <option key={session.id} value={session.id}>
                {dateTime(session.startsAt, { timeZone: session.timeZone, locale })},{" "}
                {session.practitionerName}, {seatsLeft(session.left)}
              </option>
            ))}
          </NativeSelect>
        )}
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" size="sm" aria-disabled={isPending}>
          Book it
        </Button>
        {close}
      </div>
    </form>
  );
}

function seatsLeft(left: number): string {
  if (left <= 0) return "no seat left";
  return left === 1 ? "1 seat left" : `${left} seats left`;
}

function fits(session: StaffOutput["groups"]["list"]["sessions"][number], missed: Missed): boolean {
  return session.serviceId === missed.serviceId && session.canManage && session.left >= missed.partySize;
}
