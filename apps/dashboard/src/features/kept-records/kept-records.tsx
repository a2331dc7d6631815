"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { Button } from "@quietroom/ui/primitives/button";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useRef, useState } from "react";
import { HoldRecord, LiftHold } from "../../client-record/hold-record.tsx";
import { useTRPC } from "../../live/trpc.tsx";
import { calendarDay } from "../../show/format-time.ts";
import { LetGo, RestoreRecord } from "./decide-record.tsx";

type Kept = StaffOutput["records"]["kept"];
type Deciding = "restore" | "purge" | "keep" | "hold" | "lift";
type Choice = { readonly deciding: Deciding; readonly label: string };

/** Records out of sight, records that must stay, and records whose years are over: each with what may be decided (COMP-02, COMP-03). */
export function KeptRecords({ initial }: { readonly initial: Kept }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.records.kept.queryOptions({}, { initialData: initial }));
  const on = (at: number) => calendarDay(at, data);
  const held = new Set(data.holds.map(({ clientId }) => clientId));
  return (
    <>
      <Part
        id="over"
        heading="Past retention"
        about="Nothing here is purged until somebody has reviewed it. A purged record loses for good whatever says whose it was."
        none="No record is old enough."
      >
        {data.candidates.map(({ clientId, name, lastActivityAt }) => (
          <Line
            key={clientId}
            person={{ clientId, name }}
            about={`Last activity on ${on(lastActivityAt)}.`}
            choices={[
              { deciding: "purge", label: "Purge …" },
              { deciding: "keep", label: "Keep …" },
              { deciding: "hold", label: "Legal hold …" },
            ]}
          />
        ))}
      </Part>
      <Part
        id="holds"
        heading="Under a legal hold"
        about="Kept whatever their age, until the hold is lifted."
        none="No record is held."
      >
        {data.holds.map(({ clientId, name, hold }) => (
          <Line
            key={clientId}
            person={{ clientId, name }}
            about={`Since ${on(hold.at)}, by ${hold.by}: ${hold.reason}`}
            choices={[{ deciding: "lift", label: "Lift …" }]}
          />
        ))}
      </Part>
      <Part
        id="removed"
        heading="Removed"
        about="Out of everybody's sight, and kept for the years it must be."
        none="No record was removed."
      >
        {data.removed.map(({ clientId, name, removal }) => (
          <Line
            key={clientId}
            person={{ clientId, name }}
            about={`Removed on ${on(removal.at)} by ${removal.by}: ${removal.reason}`}
            choices={[
              { deciding: "restore", label: "Restore …" },
              ...(held.has(clientId) ? [] : [{ deciding: "hold", label: "Legal hold …" } as const]),
            ]}
          />
        ))}
      </Part>
    </>
  );
}

function Part({
  id,
  heading,
  about,
  none,
  children,
}: {
  readonly id: string;
  readonly heading: string;
  readonly about: string;
  readonly none: string;
  readonly children: readonly ReactNode[];
}) {
  return (
    <section aria-labelledby={id} className="grid gap-4">
      <div className="grid gap-1">
        <h2 id={id} className="display text-xl">
          {heading}
        </h2>
        <p className="max-w-[62ch] text-muted">{about}</p>
      </div>
      {children.length === 0 ? (
        <p className="text-muted">{none}</p>
      ) : (
        <ul className="grid divide-y divide-line rounded-xl border border-line bg-raised">{children}</ul>
      )}
    </section>
  );
}

function Line({
  person,
  about,
  choices,
}: {
  readonly person: { readonly clientId: string; readonly name: string };
  readonly about: string;
  readonly choices: readonly Choice[];
}) {
  const opener = useRef<HTMLButtonElement>(null);
  const [deciding, setDeciding] = useState<Deciding>();
  const dialog = { person, opener, onClose: () => setDeciding(undefined) };
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-5 py-4">
      <div className="grid min-w-0 flex-1 basis-64 gap-0.5">
        <p className="font-medium">{person.name}</p>
        <p className="break-words text-muted text-sm">{about}</p>
      </div>
      <div className="flex flex-wrap gap-2">
        {choices.map((choice, index) => (
          <Button
            key={choice.deciding}
            ref={index === 0 ? opener : undefined}
            size="sm"
            variant={index === 0 ? "secondary" : "quiet"}
            onClick={() => setDeciding(choice.deciding)}
          >
            {choice.label}
            <span className="sr-only"> the record of {person.name}</span>
          </Button>
        ))}
      </div>
      {deciding === "restore" ? <RestoreRecord {...dialog} /> : null}
      {deciding === "hold" ? <HoldRecord {...dialog} /> : null}
      {deciding === "lift" ? <LiftHold {...dialog} /> : null}
      {deciding === "purge" ? <LetGo {...dialog} decision="purged" /> : null}
      {deciding === "keep" ? <LetGo {...dialog} decision="kept" /> : null}
    </li>
  );
}
