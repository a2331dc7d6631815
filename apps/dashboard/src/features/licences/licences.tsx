"use client";

import { asId, type PractitionerId } from "@quietroom/domain/ids";
import { addDays } from "@quietroom/domain/time";
import { EmptyState } from "@quietroom/ui/blocks/empty-state";
import { Notice } from "@quietroom/ui/blocks/notice";
import { Badge } from "@quietroom/ui/primitives/badge";
import { Button } from "@quietroom/ui/primitives/button";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { calendarDate } from "../../show/format-time.ts";
import { AddLicence } from "./add-licence.tsx";
import { type Licence, licenceName, type Licences, licenceWarning, standingWords } from "./licence-words.ts";
import { RemoveLicence } from "./remove-licence.tsx";
import { RenewLicence } from "./renew-licence.tsx";

type Doing = { readonly act: "renew" | "remove"; readonly licence: Licence } | { readonly act: "add" } | null;

/** What somebody practises by, until when, and what that means for their bookings (ADM-04). */
export function PractitionerLicences({
  initial,
  practitioner,
  locale,
  canEdit,
}: {
  readonly initial: Licences;
  readonly practitioner: { readonly id: string; readonly displayName: string };
  readonly locale: string;
  readonly canEdit: boolean;
}) {
  const trpc = useTRPC();
  const practitionerId = asId<PractitionerId>(practitioner.id);
  const { data } = useQuery(trpc.licence.list.queryOptions({ practitionerId }, { initialData: initial }));
  const [doing, setDoing] = useState<Doing>(null);
  const done = () => setDoing(null);
  const inWords = (date: string) =>
    calendarDate(date, locale, { day: "numeric", month: "long", year: "numeric" });
  const { bookableUntil, bookedAfter } = data;
  const warning = bookableUntil && licenceWarning(data, practitioner.displayName, inWords(bookableUntil));
  return (
    <section aria-labelledby="licences" className="grid gap-4">
      <div>
        <h2 id="licences" className="display text-xl">
          Licences
        </h2>
        <p className="max-w-[62ch] text-muted">
          Once all of them have expired nothing new is offered or booked. Booked visits stay as they are.
        </p>
      </div>
      {warning ? <Notice tone={warning.tone}>{warning.words}</Notice> : null}
      {bookableUntil !== null && bookedAfter > 0 ? (
        <Notice tone="caution">
          <p>
            {bookedAfter === 1 ? "1 booked visit stands" : `${bookedAfter} booked visits stand`} after{" "}
            {inWords(bookableUntil)}.
          </p>
          <Link
            className="inline-flex min-h-6 items-center underline underline-offset-2"
            href={`/hours/affected?practitioner=${practitioner.id}&from=${addDays(bookableUntil, 1)}`}
          >
            See the visits after it
          </Link>
        </Notice>
      ) : null}
      {data.licences.length === 0 ? (
        <EmptyState title="No licence on record">
          Until one is added, bookings of {practitioner.displayName} depend on none.
        </EmptyState>
      ) : (
        <ul aria-label="Licences" className="divide-y divide-line rounded-lg border border-line bg-raised">
          {data.licences.map((licence) => (
            <li key={licence.id} className="flex flex-wrap items-start justify-between gap-3 p-4">
              <div className="grid min-w-0 gap-0.5">
                <p className="break-words font-medium">{licenceName(licence)}</p>
                <p className="figures text-muted">Until {inWords(licence.expiresOn)}</p>
                <Badge tone={tones[licence.standing]}>{standingWords(licence.standing)}</Badge>
              </div>
              {canEdit ? (
                <div className="flex flex-wrap gap-2">
                  <Button
                    size="sm"
                    variant="secondary"
                    aria-label={`Renew ${licenceName(licence)}`}
                    onClick={() => setDoing({ act: "renew", licence })}
                  >
                    Renew
                  </Button>
                  <Button
                    size="sm"
                    variant="secondary"
                    aria-label={`Remove ${licenceName(licence)}`}
                    onClick={() => setDoing({ act: "remove", licence })}
                  >
                    Remove
                  </Button>
                </div>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      {canEdit ? (
        <Button className="w-fit" onClick={() => setDoing({ act: "add" })}>
          <Plus aria-hidden="true" />
          Add a licence
        </Button>
      ) : null}
      {doing?.act === "add" ? <AddLicence practitionerId={practitioner.id} onDone={done} /> : null}
      {doing?.act === "renew" ? (
        <RenewLicence
          practitionerId={practitioner.id}
          // As it is by now, so that whoever saves after somebody else's change has seen it.
          licence={data.licences.find(({ id }) => id === doing.licence.id) ?? doing.licence}
          locale={locale}
          onDone={done}
        />
      ) : null}
      {doing?.act === "remove" ? (
        <RemoveLicence practitionerId={practitioner.id} licence={doing.licence} onDone={done} />
      ) : null}
    </section>
  );
}

const tones = { expired: "danger", 30: "caution", 60: "caution", 90: "caution", valid: "positive" } as const;
