"use client";

import { Notice } from "@quietroom/ui/blocks/notice";
import { Button } from "@quietroom/ui/primitives/button";
import { Skeleton } from "@quietroom/ui/primitives/skeleton";
import { useQuery } from "@tanstack/react-query";
import { useId, useRef, useState } from "react";
import { useTRPC } from "../live/trpc.tsx";
import { failureWords } from "../show/failure-words.ts";
import { calendarDay } from "../show/format-time.ts";
import { Disclosures } from "./disclosures.tsx";
import { HoldRecord, LiftHold } from "./hold-record.tsx";
import { idOf, type RecordPerson } from "./record-reason.tsx";
import { useRecordPower } from "./record-power.tsx";
import { RemoveRecord, type Standing } from "./remove-record.tsx";

type Shown = {
  readonly person: RecordPerson;
  /** When a link leads to where something is settled: for what stays open over every page. */
  readonly onLeave?: () => void;
  /** Takes whatever shows the client off the screen, at once: none of it can be asked for any more. */
  readonly onRemoved: () => void;
};

/**
 * How an open record stands, and what becomes of it: removed, held, held no more (COMP-02, COMP-03). Nothing of it shows to whoever does
 * not decide about records.
 */
export function ClientRecord(shown: Shown) {
  return useRecordPower() === "manages" ? <ManagedRecord {...shown} /> : null;
}

function ManagedRecord({ person, onLeave, onRemoved }: Shown) {
  const trpc = useTRPC();
  const heading = useId();
  const { data, error, isPending, refetch } = useQuery(
    trpc.records.standing.queryOptions({ clientId: idOf(person) }),
  );
  return (
    <section aria-labelledby={heading} className="grid gap-3">
      <h3 id={heading} className="font-medium">
        Record of {person.name}
      </h3>
      {isPending ? <Skeleton className="h-16" /> : null}
      {data === undefined && error !== null ? (
        <Notice
          tone="caution"
          action={
            <Button size="sm" variant="secondary" onClick={() => void refetch()}>
              Try again
            </Button>
          }
        >
          {failureWords(error, "How the record stands could not be read.")}
        </Notice>
      ) : null}
      {data === undefined ? null : (
        <Decisions
          person={person}
          standing={data}
          {...(onLeave === undefined ? {} : { onLeave })}
          onRemoved={onRemoved}
        />
      )}
    </section>
  );
}

function Decisions({ person, standing, onLeave, onRemoved }: Shown & { readonly standing: Standing }) {
  const remover = useRef<HTMLButtonElement>(null);
  const holder = useRef<HTMLButtonElement>(null);
  const discloser = useRef<HTMLButtonElement>(null);
  const [deciding, setDeciding] = useState<"remove" | "hold" | "lift" | "disclose">();
  const onClose = () => setDeciding(undefined);
  const { hold, keptUntil } = standing;
  return (
    <>
      {hold === null ? (
        <p className="text-muted">Kept until {calendarDay(keptUntil, standing)} at the least.</p>
      ) : (
        <Notice tone="caution" title="On legal hold">
          <p className="break-words">
            Since {calendarDay(hold.at, standing)}, by {hold.by}: {hold.reason}
          </p>
        </Notice>
      )}
      <div className="flex flex-wrap gap-2">
        {/* One button, so that the focus stays on it when it turns into the other. */}
        <Button
          ref={holder}
          size="sm"
          variant="secondary"
          onClick={() => setDeciding(hold === null ? "hold" : "lift")}
        >
          {hold === null ? "Legal hold …" : "Lift the hold …"}
          <span className="sr-only"> on the record of {person.name}</span>
        </Button>
        <Button ref={discloser} size="sm" variant="secondary" onClick={() => setDeciding("disclose")}>
          Disclosures …<span className="sr-only"> of the record of {person.name}</span>
        </Button>
        <Button ref={remover} size="sm" variant="quiet" onClick={() => setDeciding("remove")}>
          Remove record …<span className="sr-only"> of {person.name}</span>
        </Button>
      </div>
      {deciding === "hold" ? <HoldRecord person={person} opener={holder} onClose={onClose} /> : null}
      {deciding === "lift" ? <LiftHold person={person} opener={holder} onClose={onClose} /> : null}
      {deciding === "disclose" ? <Disclosures person={person} opener={discloser} onClose={onClose} /> : null}
      {deciding === "remove" ? (
        <RemoveRecord
          person={person}
          standing={standing}
          opener={remover}
          onClose={onClose}
          onLeave={onLeave}
          onRemoved={onRemoved}
        />
      ) : null}
    </>
  );
}
