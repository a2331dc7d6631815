"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { asId } from "@quietroom/domain/ids";
import { ConfirmDialog } from "@quietroom/ui/blocks/confirm-dialog";
import { Field } from "@quietroom/ui/blocks/field";
import { Notice } from "@quietroom/ui/blocks/notice";
import { SidePanel } from "@quietroom/ui/blocks/side-panel";
import { StatusBadge } from "@quietroom/ui/blocks/status-badge";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { Button } from "@quietroom/ui/primitives/button";
import { Input } from "@quietroom/ui/primitives/input";
import { Skeleton } from "@quietroom/ui/primitives/skeleton";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { type ReactNode, useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { failureWords } from "../../show/failure-words.ts";
import { dateTime, timeOfDay } from "../../show/format-time.ts";
import { StaffNote } from "../../staff-note/staff-note.tsx";
import { MakeUpWords } from "../../show/make-up-words.tsx";
import { OutOfDate } from "../../show/out-of-date.tsx";
import { ChangeSession } from "./change-session.tsx";
import { MakeUp } from "./make-up.tsx";
import { MoveSession } from "./move-session.tsx";
import { isUnscreened, ScreeningWords } from "../../show/screening-words.tsx";
import { RepeatSession } from "./repeat-session.tsx";
import { SeatClient } from "./seat-client.tsx";
import { SetScreening } from "./set-screening.tsx";
import { Seats } from "./seats.tsx";
import { sessionRefusalWords } from "./session-words.ts";

type Roster = StaffOutput["groups"]["roster"];

/** One group session with who comes. Each seat leads to its own visit, where its attendance is kept. */
export function SessionPanel({
  groupSessionId,
  today,
  locale,
  pickClient,
  onDone,
}: {
  readonly groupSessionId: string;
  /** By the studio's clock: from when on other sessions are looked for. */
  readonly today: string;
  readonly locale: string;
  readonly pickClient: ReactNode;
  readonly onDone: () => void;
}) {
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(
    trpc.groups.roster.queryOptions({ groupSessionId: asId(groupSessionId) }, { retry: 1 }),
  );
  const clock = data && { timeZone: data.session.timeZone, locale };
  return (
    <SidePanel
      open
      onOpenChange={(open) => {
        if (!open) onDone();
      }}
      title={data?.session.serviceName ?? "Group session"}
      description={
        data && clock
          ? `${dateTime(data.session.startsAt, clock)} – ${timeOfDay(data.session.endsAt, clock)}, with ${data.session.practitionerName}`
          : "Its seats and who has them."
      }
    >
      {data === undefined && error ? (
        <Notice tone="danger">{failureWords(error, "The session could not be opened.")}</Notice>
      ) : data === undefined ? (
        <div role="status" aria-label="The session is being opened" className="grid gap-3">
          <Skeleton className="h-6" />
          <Skeleton className="h-6" />
        </div>
      ) : (
        <div className="grid gap-8">
          {error ? <OutOfDate what="This session" onAgain={() => void refetch()} /> : null}
          <SeatList roster={data} today={today} locale={locale} />
          {data.session.canManage ? (
            <>
              {pickClient === null ? null : <SeatClient session={data.session} pickClient={pickClient} />}
              <ChangeSession roster={data} />
              <MoveSession roster={data} locale={locale} />
              {clock === undefined ? null : <RepeatSession session={data.session} clock={clock} />}
              <CallOff session={data.session} />
            </>
          ) : null}
        </div>
      )}
    </SidePanel>
  );
}

function SeatList({
  roster: { session, seats },
  today,
  locale,
}: {
  readonly roster: Roster;
  readonly today: string;
  readonly locale: string;
}) {
  return (
    <section aria-labelledby="roster" className="grid gap-3">
      <h3 id="roster" className="font-medium">
        Who comes
      </h3>
      <p className="figures flex flex-wrap gap-x-3 gap-y-1">
        {session.status === "cancelled" ? (
          <StatusBadge status="cancelled" />
        ) : (
          <Seats session={session} locale={locale} />
        )}
      </p>
      {seats.length === 0 ? (
        <p className="text-muted">Nobody yet.</p>
      ) : (
        <ul className="divide-y divide-line rounded-md border border-line">
          {seats.map((seat) => (
            <SeatRow key={seat.appointmentId} seat={seat} session={session} today={today} locale={locale} />
          ))}
        </ul>
      )}
    </section>
  );
}

function SeatRow({
  seat,
  session,
  today,
  locale,
}: {
  readonly seat: Roster["seats"][number];
  readonly session: Roster["session"];
  readonly today: string;
  readonly locale: string;
}) {
  const { clientId, clientName, screening } = seat;
  const comes = seat.status !== "cancelled";
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 p-3">
      <span className="min-w-0 flex-1 break-words">
        {clientName === null ? (
          "Being booked"
        ) : (
          <Link
            href={`/calendar?view=day&date=${session.date}&open=${seat.appointmentId}`}
            className="inline-flex min-h-6 items-center underline underline-offset-2"
          >
            {clientName}
          </Link>
        )}
      </span>
      <span className="figures text-muted">
        {seat.partySize === 1 ? "1 person" : `${seat.partySize} people`}
      </span>
      <StatusBadge status={seat.status} />
      {screening !== null && comes && clientId !== null && clientName !== null ? (
        <div className="flex basis-full flex-wrap items-center gap-x-3 gap-y-1">
          <ScreeningWords screening={screening} clock={{ timeZone: session.timeZone, locale }} />
          <SetScreening
            member={{ clientId, serviceId: session.serviceId, name: clientName }}
            to={isUnscreened(screening)}
          />
        </div>
      ) : null}
      {seat.makesUpFor === null && seat.madeUpIn === null ? null : (
        <div className="grid basis-full gap-1">
          <MakeUpWords seat={seat} locale={locale} />
        </div>
      )}
      {seat.staffNote === null || clientName === null ? null : (
        <StaffNote visit={{ appointmentId: seat.appointmentId, who: clientName }} note={seat.staffNote} />
      )}
      {seat.canMakeUp && clientId !== null && clientName !== null ? (
        <MakeUp
          missed={{ ...seat, clientId, clientName, serviceId: session.serviceId }}
          today={today}
          locale={locale}
        />
      ) : null}
    </li>
  );
}

function CallOff({ session }: { readonly session: Roster["session"] }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const [asks, setAsks] = useState(false);
  const [reason, setReason] = useState("");
  const [error, setError] = useState<string>();
  const cancel = useMutation(
    trpc.groups.cancel.mutationOptions({
      onSuccess: (answer) => {
        if (!answer.ok) {
          setError(sessionRefusalWords(answer.refusal));
          return;
        }
        notify({
          title: "Session called off",
          description: "Whoever’s address takes mail is told.",
          tone: "positive",
        });
        setAsks(false);
      },
      onError: (failure) => setError(failureWords(failure, "Nothing was called off.")),
      onSettled: () => queryClient.invalidateQueries(),
    }),
  );
  return (
    <>
      <Button variant="danger" className="w-fit" onClick={() => setAsks(true)}>
        Call the session off
      </Button>
      <ConfirmDialog
        open={asks}
        onOpenChange={setAsks}
        title="Call this session off?"
        description="Every seat is cancelled, nobody's is late, and whoever’s address takes mail is told."
        confirmLabel="Call it off"
        cancelLabel="Keep it"
        tone="danger"
        pending={cancel.isPending}
        error={error}
        onConfirm={() =>
          cancel.mutate({ groupSessionId: asId(session.id), version: session.version, reason })
        }
      >
        <Field name="reason" label="Reason" hint="For the studio's own record. No health details." optional>
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
    </>
  );
}
