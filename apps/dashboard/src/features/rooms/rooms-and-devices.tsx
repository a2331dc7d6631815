"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { EmptyState } from "@quietroom/ui/blocks/empty-state";
import { Badge } from "@quietroom/ui/primitives/badge";
import { Button } from "@quietroom/ui/primitives/button";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { OutOfDate } from "../../show/out-of-date.tsx";
import { DisplacedVisits } from "./displaced-visits.tsx";
import { OverfullSessions } from "./overfull-sessions.tsx";
import { OutOfServiceForm } from "./out-of-service-form.tsx";
import { ResourceForm } from "./resource-form.tsx";
import { aboutResource, outWords, type Place, type Resource } from "./resource-words.ts";

type Open =
  | { readonly form: "new"; readonly kind: Resource["kind"] }
  | { readonly form: "edit" | "out"; readonly resource: Resource };

const sections = [
  {
    kind: "room",
    title: "Rooms",
    add: "Add a room",
    none: "No rooms yet",
    help: "Visits in person take a room each, so that no two meet in one.",
  },
  {
    kind: "device",
    title: "Devices",
    add: "Add a device",
    none: "No devices yet",
    help: "What a visit needs besides a room, and only one visit can have at a time.",
  },
] as const;

/** The studio's rooms and devices, with the visits that somebody has to decide about, and the forms to change them. */
export function RoomsAndDevices({
  initial,
  locale,
  today,
  canEdit,
  canReassign,
}: {
  readonly initial: StaffOutput["resource"]["list"];
  readonly locale: string;
  readonly today: string;
  readonly canEdit: boolean;
  readonly canReassign: boolean;
}) {
  const trpc = useTRPC();
  const { data, isError, refetch } = useQuery(trpc.resource.list.queryOptions({}, { initialData: initial }));
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  return (
    <div className="grid gap-10">
      {isError ? <OutOfDate what="Rooms and devices" onAgain={() => void refetch()} /> : null}
      {sections.map(({ kind, title, add, none, help }) => {
        const shown = data.resources.filter((resource) => resource.kind === kind);
        return (
          <section key={kind} aria-labelledby={`${kind}s`} className="grid gap-4">
            <div className="flex flex-wrap items-center justify-between gap-3">
              <h2 id={`${kind}s`} className="font-semibold text-lg">
                {title}
              </h2>
              {canEdit ? (
                <Button variant="secondary" onClick={() => setOpen({ form: "new", kind })}>
                  <Plus aria-hidden="true" />
                  {add}
                </Button>
              ) : null}
            </div>
            {shown.length === 0 ? (
              <EmptyState title={none}>{help}</EmptyState>
            ) : (
              <ul className="divide-y divide-line rounded-lg border border-line bg-raised">
                {shown.map((resource) => (
                  <ResourceItem
                    key={resource.id}
                    resource={resource}
                    places={data.locations}
                    locale={locale}
                    canReassign={canReassign}
                    onOpen={canEdit ? (form) => setOpen({ form, resource }) : null}
                  />
                ))}
              </ul>
            )}
          </section>
        );
      })}
      {open === null || open.form === "out" ? null : (
        <ResourceForm
          resource={open.form === "new" ? null : open.resource}
          kind={open.form === "new" ? open.kind : open.resource.kind}
          list={data}
          onDone={close}
        />
      )}
      {open?.form === "out" ? (
        <OutOfServiceForm
          resource={open.resource}
          present={data.resources.find(({ id }) => id === open.resource.id) ?? open.resource}
          place={data.locations.find(({ id }) => id === open.resource.locationId) ?? null}
          today={today}
          locale={locale}
          onDone={close}
        />
      ) : null}
    </div>
  );
}

function ResourceItem({
  resource,
  places,
  locale,
  canReassign,
  onOpen,
}: {
  readonly resource: Resource;
  readonly places: readonly Place[];
  readonly locale: string;
  readonly canReassign: boolean;
  readonly onOpen: ((form: "edit" | "out") => void) | null;
}) {
  const { name, active, outOfService, locationId } = resource;
  const place = places.find(({ id }) => id === locationId);
  const about = aboutResource(resource);
  return (
    <li className="grid gap-3 p-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="grid min-w-0 gap-0.5">
          <h3 className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
            <span className="break-words">{name}</span>
            {active ? null : <Badge tone="neutral">not in use</Badge>}
            {outOfService === null ? null : <Badge tone="caution">out of service</Badge>}
          </h3>
          {about === "" ? null : <p className="break-words text-muted">{about}</p>}
          {places.length > 1 && place ? <p className="text-muted">{place.name}</p> : null}
          {outOfService === null || place === undefined ? null : (
            <p className="figures break-words">
              {outWords(outOfService, { timeZone: place.timeZone, locale })}
            </p>
          )}
        </div>
        {onOpen === null ? null : (
          <div className="flex flex-wrap gap-2">
            <Button size="sm" variant="quiet" aria-label={`Edit ${name}`} onClick={() => onOpen("edit")}>
              Edit
            </Button>
            <Button
              size="sm"
              variant="quiet"
              aria-label={
                outOfService === null ? `Put ${name} out of service` : `Change when ${name} is out of service`
              }
              onClick={() => onOpen("out")}
            >
              Out of service
            </Button>
          </div>
        )}
      </div>
      <DisplacedVisits resource={resource} locale={locale} canReassign={canReassign} />
      <OverfullSessions resource={resource} locale={locale} />
    </li>
  );
}
