"use client";

import { asId, type PractitionerId } from "@quietroom/domain/ids";
import { EmptyState } from "@quietroom/ui/blocks/empty-state";
import { Field } from "@quietroom/ui/blocks/field";
import { Notice } from "@quietroom/ui/blocks/notice";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { formText } from "@quietroom/ui/form-text";
import { Badge } from "@quietroom/ui/primitives/badge";
import { Button } from "@quietroom/ui/primitives/button";
import { NativeSelect } from "@quietroom/ui/primitives/native-select";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { datesOff } from "../../show/dates-off.ts";
import { failureWords } from "../../show/failure-words.ts";
import { AddTravel } from "./add-travel.tsx";
import { RemoveTravel } from "./remove-travel.tsx";
import { type Clocks, outsideWords, type Place, placeClocks, zoneRefusal } from "./zone-words.ts";
import { zoneName, zonesWith } from "../../show/zones.ts";

/** By which clock hours in person go and hours by video, and where the practitioner travels (ec-A28, ec-A29). */
export function OwnZone({
  initial,
  practitioner,
  places,
  locale,
  today,
  canEdit,
}: {
  readonly initial: Clocks;
  readonly practitioner: { readonly id: string; readonly displayName: string };
  readonly places: readonly Place[];
  readonly locale: string;
  readonly today: string;
  readonly canEdit: boolean;
}) {
  const trpc = useTRPC();
  const practitionerId = asId<PractitionerId>(practitioner.id);
  const { data } = useQuery(trpc.ownZone.view.queryOptions({ practitionerId }, { initialData: initial }));
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Clocks["travels"][number] | null>(null);
  return (
    <section aria-labelledby="zones" className="grid gap-4">
      <div>
        <h2 id="zones" className="display text-xl">
          Time zones
        </h2>
        <p className="max-w-[62ch] text-muted">
          The hours above are said once. In person they are meant by the clock of the place, by video by the
          clock of {practitioner.displayName}.
        </p>
      </div>
      <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-[auto_1fr]">
        <dt className="text-muted">In person</dt>
        <dd>
          {placeClocks(places).map((line) => (
            <p key={line}>{line}</p>
          ))}
        </dd>
        <dt className="text-muted">By video</dt>
        <dd>{data.timeZone === null ? "The time of each place" : `${zoneName(data.timeZone)} time`}</dd>
      </dl>
      {canEdit ? (
        <ZoneChoice key={data.timeZone} practitionerId={practitioner.id} timeZone={data.timeZone} />
      ) : null}
      <h3 className="font-medium">Travel</h3>
      {data.travels.length === 0 ? (
        <EmptyState title="No travel ahead">
          While somebody travels, their hours by video go by the clock of where they are.
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line rounded-lg border border-line bg-raised">
          {data.travels.map((trip) => {
            const dates = datesOff({ ...trip, part: null }, locale);
            return (
              <li key={trip.id} className="flex flex-wrap items-start justify-between gap-3 p-4">
                <div className="grid min-w-0 gap-0.5">
                  <p className="figures break-words font-medium">{dates}</p>
                  <p className="break-words text-muted">By video: {zoneName(trip.timeZone)} time</p>
                  {trip.away ? (
                    <Badge tone="caution">not in person</Badge>
                  ) : (
                    <Badge tone="neutral">in person as usual</Badge>
                  )}
                </div>
                {canEdit ? (
                  <Button
                    size="sm"
                    variant="secondary"
                    aria-label={`Take back: ${dates}`}
                    onClick={() => setRemoving(trip)}
                  >
                    Take back
                  </Button>
                ) : null}
              </li>
            );
          })}
        </ul>
      )}
      {canEdit ? (
        <Button className="w-fit" onClick={() => setAdding(true)}>
          <Plus aria-hidden="true" />
          Add travel
        </Button>
      ) : null}
      {adding ? (
        <AddTravel
          practitionerId={practitioner.id}
          zone={data.timeZone ?? places[0]?.timeZone ?? "UTC"}
          today={today}
          onDone={() => setAdding(false)}
        />
      ) : null}
      {removing === null ? null : (
        <RemoveTravel
          practitionerId={practitioner.id}
          trip={removing}
          locale={locale}
          onDone={() => setRemoving(null)}
        />
      )}
    </section>
  );
}

const ofThePlaces = "";

function ZoneChoice({
  practitionerId,
  timeZone,
}: {
  readonly practitionerId: string;
  readonly timeZone: string | null;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const [wrong, setWrong] = useState<{ readonly field: string | null; readonly words: string }>();
  const save = useMutation(
    trpc.ownZone.set.mutationOptions({
      onSuccess: async (answer) => {
        if (answer.ok) {
          const description = outsideWords(answer.value.outsideHours.length);
          notify({
            title: "Time zone saved",
            ...(description === null ? {} : { description }),
            tone: description === null ? "positive" : "info",
          });
        } else setWrong({ field: "timeZone", words: zoneRefusal(answer.refusal.code) });
        await queryClient.invalidateQueries();
      },
      onError: (failure) =>
        setWrong({ field: null, words: failureWords(failure, "The time zone stays as it was.") }),
    }),
  );
  return (
    <form
      noValidate
      className="grid max-w-xl gap-4 rounded-lg border border-line bg-raised p-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (save.isPending) return;
        const chosen = formText(new FormData(event.currentTarget), "timeZone");
        setWrong(undefined);
        save.mutate({
          practitionerId: asId(practitionerId),
          timeZone: chosen === ofThePlaces ? null : chosen,
        });
      }}
    >
      {wrong?.field === null ? <Notice tone="danger">{wrong.words}</Notice> : null}
      <Field
        name="timeZone"
        id="own-zone"
        label="Zone of the hours by video"
        hint="Visits that are booked keep their moment. The hours keep the times that they say."
        error={wrong?.field === "timeZone" ? wrong.words : undefined}
      >
        {(control) => (
          <NativeSelect {...control} defaultValue={timeZone ?? ofThePlaces}>
            <option value={ofThePlaces}>The time of each place</option>
            {(timeZone === null ? Intl.supportedValuesOf("timeZone") : zonesWith(timeZone)).map((zone) => (
              <option key={zone} value={zone}>
                {zoneName(zone)}
              </option>
            ))}
          </NativeSelect>
        )}
      </Field>
      <Button type="submit" className="w-fit" aria-disabled={save.isPending}>
        {save.isPending ? "Saving …" : "Save time zone"}
      </Button>
    </form>
  );
}
