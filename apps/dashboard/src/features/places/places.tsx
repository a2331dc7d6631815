"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { EmptyState } from "@quietroom/ui/blocks/empty-state";
import { Notice } from "@quietroom/ui/blocks/notice";
import { Badge } from "@quietroom/ui/primitives/badge";
import { Button } from "@quietroom/ui/primitives/button";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { OutOfDate } from "../../show/out-of-date.tsx";
import { PlaceForm } from "./place-form.tsx";
import { openingWords, type Place, visitsAhead, visitsOutside, writtenAddress } from "./place-words.ts";
import { zoneName } from "../../show/zones.ts";
import { ZoneForm } from "./zone-form.tsx";

/** The studio's places, and the form to add one or correct it. */
export function Places({
  initial,
  studioZone,
  locale,
  weekStart,
  canEdit,
}: {
  readonly initial: StaffOutput["place"]["list"];
  readonly locale: string;
  readonly weekStart: number;
  /** The zone that a new place most likely has. */
  readonly studioZone: string;
  readonly canEdit: boolean;
}) {
  const trpc = useTRPC();
  const { data, isError, refetch } = useQuery(trpc.place.list.queryOptions({}, { initialData: initial }));
  const [open, setOpen] = useState<Place | "new" | null>(null);
  const [rezoning, setRezoning] = useState<Place | null>(null);
  return (
    <section aria-label="Places of the studio" className="grid gap-4">
      {isError ? <OutOfDate what="The places" onAgain={() => void refetch()} /> : null}
      {canEdit ? (
        <Button className="w-fit" onClick={() => setOpen("new")}>
          <Plus aria-hidden="true" />
          Add a place
        </Button>
      ) : null}
      {data.length === 0 ? (
        <EmptyState title="No places yet">Nothing can be booked until there is one.</EmptyState>
      ) : (
        <ul className="divide-y divide-line rounded-lg border border-line bg-raised">
          {data.map((place) => (
            <PlaceItem
              key={place.id}
              place={place}
              opening={openingWords(place.opening, weekStart, locale)}
              onEdit={canEdit ? () => setOpen(place) : null}
              onZone={() => setRezoning(place)}
            />
          ))}
        </ul>
      )}
      {open === null ? null : (
        <PlaceForm
          place={open === "new" ? null : open}
          present={open === "new" ? null : (data.find(({ id }) => id === open.id) ?? null)}
          studioZone={studioZone}
          locale={locale}
          weekStart={weekStart}
          onDone={() => setOpen(null)}
        />
      )}
      {rezoning === null ? null : <ZoneForm place={rezoning} onDone={() => setRezoning(null)} />}
    </section>
  );
}

function PlaceItem({
  place,
  opening,
  onEdit,
  onZone,
}: {
  readonly place: Place;
  readonly opening: string;
  readonly onEdit: (() => void) | null;
  readonly onZone: () => void;
}) {
  const { name, phone, timeZone, isPrimary, active } = place;
  return (
    <li className="flex flex-wrap items-start justify-between gap-3 p-4">
      <div className="grid min-w-0 gap-0.5">
        <h2 className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
          <span className="break-words">{name}</span>
          {isPrimary ? <Badge tone="neutral">main place</Badge> : null}
          {active ? null : <Badge tone="neutral">not in use</Badge>}
        </h2>
        <p className="break-words">{writtenAddress(place)}</p>
        <p className="break-words text-muted">
          {[phone, zoneName(timeZone), visitsAhead(place.visitsAhead)]
            .filter((part) => part !== "")
            .join(" · ")}
        </p>
        <p className="figures break-words text-muted">{opening}</p>
        {place.visitsOutside === 0 ? null : (
          <Notice tone="caution">{visitsOutside(place.visitsOutside)}</Notice>
        )}
      </div>
      {onEdit === null ? null : (
        <div className="flex flex-wrap gap-2">
          <Button size="sm" variant="quiet" aria-label={`Edit ${name}`} onClick={onEdit}>
            Edit
          </Button>
          <Button size="sm" variant="quiet" aria-label={`Time zone of ${name}`} onClick={onZone}>
            Time zone
          </Button>
        </div>
      )}
    </li>
  );
}
