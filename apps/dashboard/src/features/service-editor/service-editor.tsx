"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { lengthsOf } from "@quietroom/domain/scheduling";
import { DataTable } from "@quietroom/ui/blocks/data-table";
import { EmptyState } from "@quietroom/ui/blocks/empty-state";
import { Badge } from "@quietroom/ui/primitives/badge";
import { Button } from "@quietroom/ui/primitives/button";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { money } from "../../show/format-time.ts";
import { OutOfDate } from "../../show/out-of-date.tsx";
import { ServiceMark } from "../../show/service-color.tsx";
import { type Service, ServiceForm } from "./service-form.tsx";
import type { Resource } from "./service-needs.tsx";

/** Everything the studio offers, and the form to change one. */
export function ServiceEditor({
  initial,
  practitioners,
  resources,
  locale,
  canEdit,
}: {
  readonly initial: StaffOutput["service"]["list"];
  readonly practitioners: readonly { readonly id: string; readonly displayName: string }[];
  readonly resources: readonly Resource[];
  readonly locale: string;
  readonly canEdit: boolean;
}) {
  const trpc = useTRPC();
  const { data, isError, refetch } = useQuery(trpc.service.list.queryOptions({}, { initialData: initial }));
  const [editing, setEditing] = useState<Service | "new" | null>(null);
  return (
    <div className="grid gap-4">
      {isError ? <OutOfDate what="The services" onAgain={() => void refetch()} /> : null}
      {canEdit ? (
        <Button className="w-fit" onClick={() => setEditing("new")}>
          <Plus aria-hidden="true" />
          Add a service
        </Button>
      ) : null}
      <DataTable
        caption="Services"
        rows={data}
        rowKey={(service) => service.id}
        empty={
          <EmptyState title="No services yet">
            What can be booked, how long it takes and what it costs.
          </EmptyState>
        }
        columns={[
          {
            key: "name",
            header: "Service",
            cell: (service) => (
              <span>
                <ServiceMark color={service.color} />
                <span className="font-medium">{service.name}</span>
                {service.active ? null : <Badge tone="neutral">retired</Badge>}
              </span>
            ),
          },
          // A studio that sorts nothing has no use for a column of nothing.
          ...(data.some(({ category }) => category !== "")
            ? [
                {
                  key: "category",
                  header: "Category",
                  cell: (service: (typeof data)[number]) => service.category,
                },
              ]
            : []),
          {
            key: "length",
            header: "Length",
            cell: (service) =>
              `${lengthsOf(service)
                .map(({ durationMin }) => durationMin)
                .join(", ")} min`,
            className: "figures",
          },
          {
            key: "buffers",
            header: "Buffers",
            cell: (service) => `${service.bufferBeforeMin} / ${service.bufferAfterMin} min`,
            className: "figures",
          },
          {
            key: "price",
            header: "Price",
            cell: (service) => money(service.priceMinor, service.currency, locale),
            className: "figures",
          },
          {
            key: "modes",
            header: "Where",
            cell: (service) =>
              service.modes.map((mode) => (mode === "telehealth" ? "online" : "in person")).join(", "),
          },
          {
            key: "online",
            header: "Booked by",
            cell: (service) => (service.onlineBookable ? "anyone" : "staff only"),
          },
          {
            key: "actions",
            header: "",
            align: "end",
            cell: (service) =>
              canEdit ? (
                <Button
                  size="sm"
                  variant="quiet"
                  className="max-sm:-ml-2.5"
                  onClick={() => setEditing(service)}
                  aria-label={`Edit ${service.name}`}
                >
                  Edit
                </Button>
              ) : null,
          },
        ]}
      />
      {editing === null ? null : (
        <ServiceForm
          service={editing === "new" ? null : editing}
          present={editing === "new" ? null : (data.find(({ id }) => id === editing.id) ?? null)}
          locale={locale}
          practitioners={practitioners}
          resources={resources}
          categories={[...new Set(data.map(({ category }) => category))].filter(
            (category) => category !== "",
          )}
          onDone={() => setEditing(null)}
        />
      )}
    </div>
  );
}
