"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { asId } from "@quietroom/domain/ids";
import { lengthsOf } from "@quietroom/domain/scheduling";
import { EmptyState } from "@quietroom/ui/blocks/empty-state";
import { Field } from "@quietroom/ui/blocks/field";
import { formText } from "@quietroom/ui/form-text";
import { Button } from "@quietroom/ui/primitives/button";
import { Input } from "@quietroom/ui/primitives/input";
import { NativeSelect } from "@quietroom/ui/primitives/native-select";
import { useState, useSyncExternalStore } from "react";
import { type Asked, Explanation } from "./explanation.tsx";

type Availability = StaffOutput["availability"]["view"];
type Service = StaffOutput["service"]["list"][number];

/** Asks why clients cannot book a time with this practitioner: which service, where, which day, what time. */
export function ExplainTime({
  practitioner,
  locations,
  services,
  locale,
  today,
  bookingPage,
  rulesPage,
}: {
  readonly practitioner: Availability["practitioner"];
  readonly locations: Availability["locations"];
  readonly services: readonly Service[];
  readonly locale: string;
  readonly today: string;
  /** The studio's own page on the booking site. */
  readonly bookingPage: string;
  /** Where the studio's own rules are changed; null for those who may not. */
  readonly rulesPage: string | null;
}) {
  const [serviceId, setServiceId] = useState(
    () =>
      (services.find(({ practitionerIds }) => practitionerIds.includes(practitioner.id)) ?? services[0])?.id,
  );
  const [asked, setAsked] = useState<Asked>();
  // Sent before the page's script runs, the form would load the page anew and answer nothing.
  const isLive = useSyncExternalStore(
    () => () => undefined,
    () => true,
    () => false,
  );
  const service = services.find(({ id }) => id === serviceId);
  const lengths = service === undefined ? [] : lengthsOf(service);
  return (
    <section aria-labelledby="why-not" className="grid gap-4">
      <div>
        <h2 id="why-not" className="display text-xl">
          Why not this time?
        </h2>
        <p className="text-muted">
          Name a time that clients cannot book, and every rule that keeps it from them is said with its
          reason.
        </p>
      </div>
      {service === undefined || locations.length === 0 ? (
        <EmptyState title="Nothing to ask about yet">
          A time can be asked about once there is a service.
        </EmptyState>
      ) : (
        <form
          className="grid gap-4 rounded-lg border border-line bg-raised p-4"
          onSubmit={(event) => {
            event.preventDefault(); // an action would empty the fields that are about to be changed a little and asked again
            const form = new FormData(event.currentTarget);
            const [locationId = "", mode] = formText(form, "why-place").split(" ");
            setAsked({
              service,
              input: {
                practitionerId: asId(practitioner.id),
                serviceId: asId(service.id),
                locationId: asId(locationId),
                mode: mode === "telehealth" ? "telehealth" : "in_person",
                ...(lengths.length < 2 ? {} : { durationMin: Number(formText(form, "why-length")) }),
                date: formText(form, "why-date"),
                time: formText(form, "why-time"),
              },
            });
          }}
        >
          <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
            <Field name="why-service" label="Service">
              {(control) => (
                <NativeSelect
                  {...control}
                  value={serviceId}
                  onChange={(event) => setServiceId(event.target.value)}
                >
                  {services.map(({ id, name }) => (
                    <option key={id} value={id}>
                      {name}
                    </option>
                  ))}
                </NativeSelect>
              )}
            </Field>
            {lengths.length < 2 ? null : (
              <Field name="why-length" label="Length">
                {(control) => (
                  <NativeSelect {...control} key={service.id} defaultValue={service.durationMin}>
                    {lengths.map(({ durationMin }) => (
                      <option key={durationMin} value={durationMin}>
                        {durationMin} minutes
                      </option>
                    ))}
                  </NativeSelect>
                )}
              </Field>
            )}
            <Field name="why-place" label="Where">
              {(control) => (
                <NativeSelect {...control} key={service.id}>
                  {locations.flatMap(({ id, name }) =>
                    service.modes.map((mode) => (
                      <option key={`${id} ${mode}`} value={`${id} ${mode}`}>
                        {mode === "in_person"
                          ? name
                          : locations.length === 1
                            ? "Online"
                            : `Online, hours of ${name}`}
                      </option>
                    )),
                  )}
                </NativeSelect>
              )}
            </Field>
            <Field name="why-date" label="Date" required>
              {(control) => <Input {...control} type="date" defaultValue={today} />}
            </Field>
            <Field name="why-time" label="Time" required>
              {(control) => <Input {...control} type="time" defaultValue="09:00" />}
            </Field>
          </div>
          <Button type="submit" className="w-fit" disabled={!isLive}>
            Explain this time
          </Button>
        </form>
      )}
      <div role="status">
        {asked === undefined ? null : (
          <Explanation
            asked={asked}
            onAsk={setAsked}
            who={practitioner.displayName}
            locale={locale}
            bookingPage={bookingPage}
            rulesPage={rulesPage}
          />
        )}
      </div>
    </section>
  );
}
