"use client";

import { EmptyState } from "@quietroom/ui/blocks/empty-state";
import { Button } from "@quietroom/ui/primitives/button";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { OutOfDate } from "../../show/out-of-date.tsx";
import { TravelForm } from "./travel-form.tsx";
import { type Travel, wayField, waysOf, wayWords } from "./travel-words.ts";

/** How long the way between places takes, which lies between two visits of one practitioner there. */
export function TravelTimes({ initial, canEdit }: { readonly initial: Travel; readonly canEdit: boolean }) {
  const trpc = useTRPC();
  const { data, isError, refetch } = useQuery(trpc.place.travel.queryOptions({}, { initialData: initial }));
  const [open, setOpen] = useState(false);
  const ways = waysOf(data);
  const notPossible = data.places.filter((place) => place.active && !place.telehealthPossible);
  return (
    <section id="travel" aria-labelledby="travel-heading" className="grid gap-4">
      <div className="grid gap-1">
        <h2 id="travel-heading" className="font-medium text-lg">
          Between places
        </h2>
        <p className="text-muted">
          Whoever has visits at two places is given the time to get from one to the other, or their buffers
          where those are longer.
        </p>
      </div>
      {isError ? <OutOfDate what="The ways between places" onAgain={() => void refetch()} /> : null}
      {ways.length === 0 ? (
        <EmptyState title="Only one place is in use">
          So nobody travels between visits.{" "}
          {canEdit
            ? "Add a second place above, and then say here how many minutes it is from one to the other."
            : "With a second place, how many minutes it is from one to the other is said here."}
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line rounded-lg border border-line bg-raised">
          {ways.map((way) => (
            <li key={wayField(way)} className="flex flex-wrap justify-between gap-x-6 gap-y-1 p-4">
              <span className="min-w-0 break-words font-medium">
                {way.one.name} – {way.other.name}
              </span>
              <span className="figures text-muted">{wayWords(way, data.unknownMin)}</span>
            </li>
          ))}
        </ul>
      )}
      {notPossible.length === 0 ? null : (
        <p className="break-words text-muted">
          No telehealth from {notPossible.map(({ name }) => name).join(", ")}: it is given from somewhere
          else, {data.unknownMin} minutes away.
        </p>
      )}
      {canEdit ? (
        <Button className="w-fit" variant="secondary" onClick={() => setOpen(true)}>
          Edit the minutes
        </Button>
      ) : null}
      {open ? <TravelForm travel={data} onDone={() => setOpen(false)} /> : null}
    </section>
  );
}
