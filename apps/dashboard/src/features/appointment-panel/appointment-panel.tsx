"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { asId } from "@quietroom/domain/ids";
import { Notice } from "@quietroom/ui/blocks/notice";
import { SidePanel } from "@quietroom/ui/blocks/side-panel";
import { STATUS_LOOKS, StatusBadge } from "@quietroom/ui/blocks/status-badge";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { Button } from "@quietroom/ui/primitives/button";
import { Skeleton } from "@quietroom/ui/primitives/skeleton";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter, useSearchParams } from "next/navigation";
import { useState } from "react";
import { AnswerRequest } from "../../answer-request/answer-request.tsx";
import { ClientRecord } from "../../client-record/client-record.tsx";
import { CorrectClient } from "../../correct-client/correct-client.tsx";
import { useTRPC } from "../../live/trpc.tsx";
import { failureWords } from "../../show/failure-words.ts";
import { dateTime, longDate, money, type StudioClock, timeOfDay } from "../../show/format-time.ts";
import { GivenReasons } from "../../show/given-reasons.tsx";
import { StaffNote } from "../../staff-note/staff-note.tsx";
import { AgreedRestrictions } from "./agreed-restrictions.tsx";
import { CancelVisit } from "./cancel-visit.tsx";
import { CorrectStatus } from "./correct-status.tsx";
import { Messages } from "./messages.tsx";
import { MoveVisit } from "./move-visit.tsx";
import { refusalWords } from "../../show/refusal-words.ts";
import { MakeUpWords } from "../../show/make-up-words.tsx";
import { isUnscreened, ScreeningWords } from "../../show/screening-words.tsx";
import { Overrides } from "./overrides.tsx";
import { RepeatVisit } from "./repeat-visit.tsx";
import { SeriesFacts } from "./series-facts.tsx";
import { UndoCancellation } from "./undo-cancellation.tsx";
import { VisitChoices } from "./visit-choices.tsx";
import { VisitConsents } from "./visit-consents.tsx";
import { WhoOpened } from "./who-opened.tsx";

type Panel = StaffOutput["appointment"]["panel"];
type Consents = "record" | "look" | "none";

/** Everything about one visit, and what can be done with it now. Open while `?open=<id>` stands in the address. */
export function AppointmentPanel({
  locale,
  consents,
  practitioners,
  mayReadAudit,
}: {
  readonly locale: string;
  /** What this person may do with clients' consents; the server asks again. */
  readonly consents: Consents;
  readonly practitioners: readonly { readonly id: string; readonly displayName: string }[];
  readonly mayReadAudit: boolean;
}) {
  const router = useRouter();
  const search = useSearchParams();
  const id = search.get("open");
  if (id === null || !/^[0-9a-f-]{36}$/.test(id)) return null;
  const close = () => {
    const rest = new URLSearchParams(search);
    rest.delete("open");
    router.replace(`/calendar?${rest}`, { scroll: false });
  };
  const shown = { id, locale, consents, practitioners, mayReadAudit };
  return <OpenPanel key={id} {...shown} onClose={close} />;
}

function OpenPanel({
  id,
  locale,
  consents,
  practitioners,
  mayReadAudit,
  onClose,
}: {
  readonly id: string;
  readonly locale: string;
  readonly consents: Consents;
  readonly practitioners: readonly { readonly id: string; readonly displayName: string }[];
  readonly mayReadAudit: boolean;
  readonly onClose: () => void;
}) {
  const trpc = useTRPC();
  const [isGone, setGone] = useState(false); // with its client's record: not to be asked for while the address changes
  const { data, isPending, isError } = useQuery(
    trpc.appointment.panel.queryOptions({ appointmentId: asId(id) }, { enabled: !isGone }),
  );
  const onOpenChange = (open: boolean) => {
    if (!open) onClose();
  };
  if (isGone) return null;
  if (isPending) {
    return (
      <SidePanel open onOpenChange={onOpenChange} title="Visit" description="Loading …">
        <Skeleton className="h-40" />
      </SidePanel>
    );
  }
  if (isError) {
    return (
      <SidePanel open onOpenChange={onOpenChange} title="Visit" description="Not found">
        <Notice tone="caution" title="This visit cannot be shown">
          A time that was being booked may have been let go. Close this and look at the calendar again.
        </Notice>
      </SidePanel>
    );
  }
  const clock: StudioClock = { timeZone: data.timeZone, locale };
  return (
    <SidePanel
      open
      onOpenChange={onOpenChange}
      title={data.client?.name ?? (data.offered ? "Offered to the waitlist" : "Being booked")}
      description={
        <>
          <p className="figures">
            {longDate(data.startsAt, clock)}, {timeOfDay(data.startsAt, clock)} –{" "}
            {timeOfDay(data.endsAt, clock)}
          </p>
          <div className="mt-2">
            <StatusBadge status={data.status} />
          </div>
        </>
      }
    >
      <div className="grid gap-7">
        <AgreedRestrictions restrictions={data.client?.restrictions ?? []} clock={clock} />
        <Overlaps panel={data} clock={clock} />
        <Overrides overrides={data.overrides} clock={clock} />
        <Asked panel={data} clock={clock} />
        <UndoCancellation panel={data} clock={clock} />
        <MakeUpWords seat={data} locale={locale} />
        <SeriesFacts series={data.series} clock={clock} />
        <Actions panel={data} clock={clock} practitioners={practitioners} />
        <Facts panel={data} clock={clock} />
        {data.staffNote === null ? null : (
          <StaffNote
            visit={{ appointmentId: id, who: data.client?.name ?? "the client" }}
            note={data.staffNote}
          />
        )}
        {data.client?.canCorrect === true ? (
          <CorrectClient person={{ clientId: data.client.id, name: data.client.name }} />
        ) : null}
        {consents === "none" || data.client === null ? null : (
          <>
            <VisitConsents appointmentId={id} mayRecord={consents} />
            <VisitChoices appointmentId={id} mayChoose={consents === "record" ? "choose" : "look"} />
          </>
        )}
        <Messages panel={data} clock={clock} />
        <History panel={data} clock={clock} />
        {data.client === null ? null : (
          <ClientRecord
            person={{ clientId: data.client.id, name: data.client.name }}
            onRemoved={() => {
              setGone(true);
              onClose();
            }}
          />
        )}
        {mayReadAudit && data.client !== null ? <WhoOpened clientId={data.client.id} /> : null}
      </div>
    </SidePanel>
  );
}

/** Two visits of one person at once are rarely meant, and the client has been told as well. */
function Overlaps({ panel, clock }: { readonly panel: Panel; readonly clock: StudioClock }) {
  if (panel.overlaps.length === 0) return null;
  return (
    <Notice tone="caution" title="Overlaps with another visit of this client">
      <ul className="figures grid gap-1">
        {panel.overlaps.map(({ startsAt, endsAt, practitionerName }) => (
          <li key={`${startsAt}${practitionerName}`}>
            {longDate(startsAt, clock)}, {timeOfDay(startsAt, clock)} – {timeOfDay(endsAt, clock)}, with{" "}
            {practitionerName ?? "a colleague"}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

/** What the client asked of the studio about this visit, and the answers there are. */
function Asked({ panel, clock }: { readonly panel: Panel; readonly clock: StudioClock }) {
  const { status, cancellationRequest, cancelAskedAt, requestExpiresAt, requestEnded, studioWord } = panel;
  const about = {
    appointmentId: panel.id,
    version: panel.version,
    unscreened: isUnscreened(panel.screening),
    who: panel.client?.name ?? "the client",
    takesMail: panel.client?.takesMail ?? true,
  };
  const kind = status === "requested" ? "booking" : "cancellation";
  if (status === "requested") {
    return (
      <Notice tone="info" title={panel.canAnswer ? "Waits for your answer" : "A request"}>
        <p className="figures">
          {requestExpiresAt === null ? null : `It runs out ${dateTime(requestExpiresAt, clock)}.`} The time is
          kept until then.
        </p>
        <ScreeningWords screening={panel.screening} clock={clock} />
        {panel.canAnswer ? (
          <div className="mt-3">
            <AnswerRequest kind={kind} about={about} />
          </div>
        ) : null}
      </Notice>
    );
  }
  if (requestEnded !== null) {
    return (
      <Notice tone="info" title={requestEnded === "declined" ? "Request declined" : "Request ran out"}>
        {studioWord === null
          ? "The messages below say what the client was told."
          : `The visit’s own page says: “${studioWord}”`}
      </Notice>
    );
  }
  if (cancellationRequest === "none" || cancelAskedAt === null) return null;
  if (cancellationRequest === "turned_down") {
    return (
      <Notice tone="info" title="The client asked to cancel, and the visit stands">
        {studioWord === null
          ? "The messages below say what the client was told."
          : `The visit’s own page says: “${studioWord}”`}
      </Notice>
    );
  }
  if (status === "cancelled") return null;
  return (
    <Notice tone="caution" title="The client asks to cancel this visit">
      <p className="figures">
        Asked {dateTime(cancelAskedAt, clock)}, after the deadline of the policy. It stands until it is
        answered.
      </p>
      {panel.canAnswer ? (
        <div className="mt-3">
          <AnswerRequest kind={kind} about={about} />
        </div>
      ) : null}
    </Notice>
  );
}

/** What a step is called as something to do. */
const stepWords: Readonly<Record<Panel["nextStatuses"][number], string>> = {
  held: "Hold",
  requested: "Request",
  scheduled: "Back to scheduled",
  confirmed: "Confirm",
  checked_in: "Check in",
  in_progress: "Start",
  completed: "Complete",
  cancelled: "Cancel",
  no_show: "No show",
};

/** Status steps at once; moving and cancelling ask first. */
function Actions({
  panel,
  clock,
  practitioners,
}: {
  readonly panel: Panel;
  readonly clock: StudioClock;
  readonly practitioners: readonly { readonly id: string; readonly displayName: string }[];
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const [task, setTask] = useState<"none" | "move" | "repeat" | "cancel" | "correct">("none");
  const change = useMutation(
    trpc.appointment.changeStatus.mutationOptions({
      onSuccess: (answer, asked) => {
        if (answer.ok) notify({ title: STATUS_LOOKS[asked.to].label, tone: "positive" });
        else notify({ title: "Not changed", description: refusalWords[answer.refusal.code], tone: "danger" });
      },
      onError: (failure) =>
        notify({
          title: "Not changed",
          description: failureWords(failure, "The visit stays as it was."),
          tone: "danger",
        }),
      onSettled: () => queryClient.invalidateQueries(),
    }),
  );
  const nothing =
    panel.nextStatuses.length === 0 &&
    panel.correctableTo.length === 0 &&
    !panel.canCancel &&
    !panel.canReschedule;
  if (nothing) return null;
  return (
    <section aria-label="What to do" className="grid gap-4">
      <div className="flex flex-wrap gap-2">
        {panel.nextStatuses.map((to, index) => (
          <Button
            key={to}
            variant={index === 0 ? "primary" : "secondary"}
            aria-disabled={change.isPending}
            onClick={() => {
              if (!change.isPending && to !== "held" && to !== "cancelled") {
                change.mutate({ appointmentId: asId(panel.id), version: panel.version, to });
              }
            }}
          >
            {stepWords[to]}
          </Button>
        ))}
        {panel.canReschedule ? (
          <Button
            variant="secondary"
            aria-expanded={task === "move"}
            onClick={() => setTask(task === "move" ? "none" : "move")}
          >
            Move
          </Button>
        ) : null}
        {panel.canRepeat ? (
          <Button
            variant="secondary"
            aria-expanded={task === "repeat"}
            onClick={() => setTask(task === "repeat" ? "none" : "repeat")}
          >
            {panel.series === null ? "Repeat" : "Repeat otherwise"}
          </Button>
        ) : null}
        {panel.canCancel ? (
          <Button variant="quiet" onClick={() => setTask("cancel")}>
            Cancel visit
          </Button>
        ) : null}
        {panel.correctableTo.length > 0 ? (
          <Button variant="quiet" onClick={() => setTask("correct")}>
            Correct status
          </Button>
        ) : null}
      </div>
      {task === "move" ? (
        <MoveVisit panel={panel} clock={clock} practitioners={practitioners} onDone={() => setTask("none")} />
      ) : null}
      {task === "repeat" ? <RepeatVisit panel={panel} clock={clock} onDone={() => setTask("none")} /> : null}
      {task === "correct" ? <CorrectStatus panel={panel} onDone={() => setTask("none")} /> : null}
      <CancelVisit panel={panel} clock={clock} open={task === "cancel"} onDone={() => setTask("none")} />
    </section>
  );
}

/** How often the client did not come or cancelled late; nothing is said where there is nothing to say. */
function missedWords(missed: NonNullable<Panel["client"]>["missed"]): readonly (readonly [string, string])[] {
  const counted = [
    [missed?.noShows ?? 0, "no-show", "no-shows"],
    [missed?.lateCancels ?? 0, "late cancellation", "late cancellations"],
  ] as const;
  const said = counted.flatMap(([count, one, many]) =>
    count === 0 ? [] : [`${count} ${count === 1 ? one : many}`],
  );
  return said.length === 0 ? [] : [["Missed before", said.join(", ")]];
}

function Facts({ panel, clock }: { readonly panel: Panel; readonly clock: StudioClock }) {
  const rows: readonly (readonly [string, string])[] = [
    ["Service", panel.serviceName],
    [
      "Where",
      panel.mode === "telehealth"
        ? "Online"
        : [panel.locationName, panel.roomName, panel.deviceName].filter(Boolean).join(", "),
    ],
    ...(panel.preferredRoomName === null ? [] : ([["Preferred room", panel.preferredRoomName]] as const)),
    ["Price", money(panel.priceMinor, panel.currency, clock.locale)],
    ...(panel.client === null
      ? []
      : ([
          ["Email", panel.client.email],
          ["Phone", panel.client.phone],
        ] as const)),
    ...missedWords(panel.client?.missed ?? null),
    ...(panel.holdExpiresAt === null
      ? []
      : ([["Kept until", dateTime(panel.holdExpiresAt, clock)]] as const)),
    ...(panel.bookedAt === null ? [] : ([["Booked", dateTime(panel.bookedAt, clock)]] as const)),
    ...(panel.checkedInAt === null ? [] : ([["Checked in", dateTime(panel.checkedInAt, clock)]] as const)),
    ...(panel.checkedOutAt === null ? [] : ([["Completed", dateTime(panel.checkedOutAt, clock)]] as const)),
    ...(panel.cancelDeadline === null || panel.status === "cancelled"
      ? []
      : ([["Free to cancel until", dateTime(panel.cancelDeadline, clock)]] as const)),
    ...(panel.cancelledBecause === null ? [] : ([["Reason", panel.cancelledBecause]] as const)),
    ...(panel.cancelReason === null || panel.cancelReason === ""
      ? []
      : ([["Note", panel.cancelReason]] as const)),
  ];
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-5 gap-y-1.5">
      {rows.map(([term, value]) => (
        <div key={term} className="contents">
          <dt className="text-muted">{term}</dt>
          <dd className="figures break-words">{value}</dd>
        </div>
      ))}
      {panel.lateCancel ? (
        <div className="contents">
          <dt className="text-muted">Cancelled</dt>
          <dd>after the deadline of the policy</dd>
        </div>
      ) : null}
    </dl>
  );
}

function History({ panel, clock }: { readonly panel: Panel; readonly clock: StudioClock }) {
  if (panel.history.length === 0) return null;
  return (
    <section aria-labelledby="panel-history" className="grid gap-2">
      <h3 id="panel-history" className="font-medium">
        History
      </h3>
      <ol className="grid gap-1">
        {panel.history.map((event) => (
          <li key={`${event.at}${event.action}`} className="flex justify-between gap-4">
            <span>
              {event.action} <span className="text-muted">by {event.actor}</span>
            </span>
            <span className="figures text-muted">{dateTime(event.at, clock)}</span>
          </li>
        ))}
      </ol>
      <GivenReasons
        label="Why the status was corrected"
        of={panel.client?.name ?? ""}
        reasons={panel.corrections}
        clock={clock}
      />
    </section>
  );
}
