import type { StaffOutput } from "@quietroom/api/client";
import { Notice } from "@quietroom/ui/blocks/notice";
import Link from "next/link";
import { flushSync } from "react-dom";
import { useTRPC } from "../live/trpc.tsx";
import { useProvenAct } from "../prove/use-proven-act.tsx";
import { calendarDay, dateTime } from "../show/format-time.ts";
import { idOf, type RecordDialogProps, RecordReason } from "./record-reason.tsx";

export type Standing = StaffOutput["records"]["standing"];

/** Takes a record out of everybody's sight. While the client is still expected it says what to settle first, and asks nothing. */
export function RemoveRecord({
  person,
  standing,
  opener,
  onClose,
  onLeave,
  onRemoved,
}: RecordDialogProps & {
  readonly standing: Standing;
  /** Besides, when a link leads to where something is settled. */
  readonly onLeave: (() => void) | undefined;
  /** Takes whatever shows the client off the screen, at once: none of it can be asked for any more. */
  readonly onRemoved: () => void;
}) {
  const trpc = useTRPC();
  const { run, dialog, ...state } = useProvenAct(trpc.records.remove.mutationOptions(), {
    done: `The record of ${person.name} is removed. It stands under Records now.`,
    refusals: {
      already_removed: "Somebody removed it meanwhile. It stands under Records, where it can be restored.",
      has_visits: "A visit was booked for them meanwhile. Cancel it first, then remove the record.",
      is_waiting: "They joined the waitlist meanwhile. Take them off it first, then remove the record.",
    },
    // At once, before everything is asked for anew: what is gone would be asked for as well, and be refused and audited.
    onDone: () =>
      flushSync(() => {
        onClose();
        onRemoved();
      }),
  });
  const isExpected = standing.visitsAhead > 0 || standing.isWaiting;
  const words = isExpected
    ? {
        title: `${person.name} is still expected`,
        description: "A record can be removed when nothing is ahead any more. Settle this first:",
        confirmLabel: null,
      }
    : {
        title: `Remove the record of ${person.name}?`,
        description:
          "Their record, visits and messages leave everybody's sight, nothing more is sent to them, and they are signed out of the portal.",
        confirmLabel: "Remove record",
        tone: "danger" as const,
      };
  return (
    <>
      <RecordReason
        {...state}
        {...words}
        opener={opener}
        onClose={onClose}
        onConfirm={(reason) => run({ clientId: idOf(person), reason })}
      >
        {isExpected ? (
          <StillExpected
            standing={standing}
            onLeave={() => {
              onClose();
              onLeave?.();
            }}
          />
        ) : (
          <WhatStays of={standing} />
        )}
      </RecordReason>
      {dialog}
    </>
  );
}

/** A link to each visit and to the waitlist: where it is settled. */
function StillExpected({ standing, onLeave }: { readonly standing: Standing; readonly onLeave: () => void }) {
  const { visitsAhead, nextVisits, isWaiting } = standing;
  const unnamed = visitsAhead - nextVisits.length;
  return (
    <ul className="grid list-disc gap-2 pl-5">
      {visitsAhead === 0 ? null : (
        <li>
          {visitsAhead === 1
            ? "A visit is ahead. Cancel it."
            : `${visitsAhead} visits are ahead. Cancel each of them.`}
          <ul className="figures mt-1 grid gap-1">
            {nextVisits.map(({ appointmentId, startsAt, date }) => (
              <li key={appointmentId}>
                <Link
                  href={`/calendar?view=day&date=${date}&open=${appointmentId}`}
                  onClick={onLeave}
                  className="inline-block underline underline-offset-4 hover:text-accent pointer-coarse:py-2.5"
                >
                  {dateTime(startsAt, standing)}
                </Link>
              </li>
            ))}
            {unnamed > 0 ? <li className="text-muted">and {unnamed} later</li> : null}
          </ul>
        </li>
      )}
      {isWaiting ? (
        <li>
          They wait for a time. Take them off the{" "}
          <Link href="/waitlist" onClick={onLeave} className="underline underline-offset-4 hover:text-accent">
            waitlist
          </Link>
          .
        </li>
      ) : null}
    </ul>
  );
}

function WhatStays({ of: standing }: { readonly of: Standing }) {
  const { hold, years, keptUntil } = standing;
  return (
    <Notice tone="info" title="Nothing is lost">
      {hold === null
        ? `It is kept until ${calendarDay(keptUntil, standing)} at the least: ${years} years after the last activity.`
        : "The legal hold stands: it is kept until somebody lifts that."}{" "}
      An admin restores it on the Records page, whole, at any time until then.
    </Notice>
  );
}
