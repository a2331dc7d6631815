"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { DataTable } from "@quietroom/ui/blocks/data-table";
import { EmptyState } from "@quietroom/ui/blocks/empty-state";
import { Badge } from "@quietroom/ui/primitives/badge";
import { Button } from "@quietroom/ui/primitives/button";
import { useQuery } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import { useRef, useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { dateTime, type StudioClock } from "../../show/format-time.ts";
import { type Incident, incidentWords } from "./incident-words.ts";
import { ReviewIncident } from "./review-incident.tsx";

/** What looked wrong about access to the studio: first what nobody has looked at, then what was looked at lately. */
export function SecurityView({ initial }: { readonly initial: StaffOutput["security"]["incidents"] }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.security.incidents.queryOptions({}, { initialData: initial }));
  const clock: StudioClock = { timeZone: data.timeZone, locale: data.locale };
  return (
    <>
      <section aria-labelledby="open" className="grid max-w-4xl gap-4">
        <h2 id="open" tabIndex={-1} className="display text-xl outline-none">
          To look at{data.openCount === 0 ? "" : ` (${data.openCount})`}
        </h2>
        {data.open.length === 0 ? (
          <EmptyState title="Nothing looks wrong" icon={<ShieldCheck />}>
            Locked accounts, new browsers and whatever else looks unusual about access appear here by
            themselves.
          </EmptyState>
        ) : (
          <ul className="grid gap-3">
            {data.open.map((incident) => (
              <OpenIncident key={incident.id} incident={incident} clock={clock} />
            ))}
          </ul>
        )}
      </section>
      <section aria-labelledby="reviewed" className="grid max-w-4xl gap-4">
        <h2 id="reviewed" className="display text-xl">
          Reviewed
        </h2>
        <DataTable
          caption="Reviewed incidents, the latest first"
          rows={data.reviewed}
          rowKey={({ id }) => id}
          empty={<p className="text-muted">Nothing has been reviewed yet.</p>}
          columns={[
            {
              key: "what",
              header: "What",
              cell: (incident) => (
                <span className="grid">
                  <span className="font-medium">{incidentWords(incident).title}</span>
                  {incident.who === null ? null : <span className="text-muted">{incident.who}</span>}
                </span>
              ),
            },
            {
              key: "at",
              header: "When",
              cell: ({ at }) => dateTime(at, clock),
              className: "figures",
            },
            {
              key: "review",
              header: "Reviewed",
              cell: ({ review }) =>
                review === null ? null : (
                  <span className="grid">
                    <span>
                      {review.by}, <span className="figures">{dateTime(review.at, clock)}</span>
                    </span>
                    {review.note === "" ? null : <span className="text-muted">{review.note}</span>}
                  </span>
                ),
            },
          ]}
        />
      </section>
    </>
  );
}

function OpenIncident({ incident, clock }: { readonly incident: Incident; readonly clock: StudioClock }) {
  const opener = useRef<HTMLButtonElement>(null);
  const [reviewing, setReviewing] = useState<"closed" | "open">("closed");
  const { title, happened, next, urgency } = incidentWords(incident);
  const heading = `incident-${incident.id}`;
  return (
    <li>
      <article
        aria-labelledby={heading}
        className="grid gap-2 rounded-lg border border-line bg-raised px-4 py-3"
      >
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h3 id={heading} className="font-semibold">
            {title}
          </h3>
          {urgency === "look_now" ? <Badge tone="danger">look at this first</Badge> : null}
          <span className="figures text-muted text-sm">{dateTime(incident.at, clock)}</span>
        </div>
        <p>{happened}</p>
        <p className="text-muted">
          <span className="font-medium text-ink">What to do:</span> {next}
        </p>
        <Button
          ref={opener}
          size="sm"
          variant="secondary"
          className="w-fit"
          aria-label={`Mark as reviewed: ${title}`}
          onClick={() => setReviewing("open")}
        >
          Mark as reviewed …
        </Button>
      </article>
      {reviewing === "open" ? (
        <ReviewIncident incident={incident} opener={opener} onClose={() => setReviewing("closed")} />
      ) : null}
    </li>
  );
}
