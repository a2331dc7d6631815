"use client";

import type { StaffInput, StaffOutput } from "@quietroom/api/client";
import { bookForClient } from "@quietroom/contracts/desk-booking";
import { type LocationId, asId, type PractitionerId, type ServiceId } from "@quietroom/domain/ids";
import { lengthsOf } from "@quietroom/domain/scheduling";
import {
  instant,
  isLocalDate,
  type LocalDate,
  localDate,
  localTime,
  resolveWallTime,
} from "@quietroom/domain/time";
import { Field } from "@quietroom/ui/blocks/field";
import { FormPanel, type WrongInput } from "@quietroom/ui/blocks/form-panel";
import { Notice } from "@quietroom/ui/blocks/notice";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { formText } from "@quietroom/ui/form-text";
import { Input } from "@quietroom/ui/primitives/input";
import { NativeSelect } from "@quietroom/ui/primitives/native-select";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type ReactNode, useRef, useState } from "react";
import { FreeTimes } from "../../free-times/free-times.tsx";
import { InTheWay } from "../../in-the-way/in-the-way.tsx";
import { useTRPC } from "../../live/trpc.tsx";
import { failureWords } from "../../show/failure-words.ts";
import { dateTime } from "../../show/format-time.ts";

type Service = StaffOutput["service"]["list"][number];
type Booking = StaffInput["desk"]["book"];
type Refusal = Extract<StaffOutput["desk"]["book"], { readonly ok: false }>["refusal"];

export type VisitChoices = {
  readonly services: readonly Service[];
  readonly places: readonly Pick<StaffOutput["place"]["list"][number], "id" | "name" | "timeZone">[];
  readonly people: readonly { readonly id: string; readonly displayName: string }[];
  /** A field that finds a client, under the name "clientId". */
  readonly pickClient: ReactNode;
  readonly date: LocalDate;
  readonly locale: string;
};

const missing: Readonly<Record<string, string>> = {
  clientId: "Find the client first.",
  startsAt: "Choose a date, and a free time or another one.",
};

/** Books a visit for a client: of what, with whom, where and when. What is in the way is said with its rule and the nearest free times. */
export function VisitForm({
  services,
  places,
  people,
  pickClient,
  date: firstDate,
  locale,
  onDone,
}: VisitChoices & { readonly onDone: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const notify = useNotify();
  const given = services.filter(({ practitionerIds }) =>
    people.some(({ id }) => practitionerIds.includes(id)),
  );
  const [serviceId, setServiceId] = useState(given[0]?.id ?? "");
  const service = given.find(({ id }) => id === serviceId);
  const who = people.filter(({ id }) => service?.practitionerIds.includes(id));
  const [practitioner, setPractitioner] = useState("");
  const practitionerId = (who.find(({ id }) => id === practitioner) ?? who[0])?.id ?? "";
  const wheres = places.flatMap((place) =>
    (service?.modes ?? []).map((mode) => ({ place, mode, key: `${place.id} ${mode}` })),
  );
  const [whereKey, setWhere] = useState("");
  const where = wheres.find(({ key }) => key === whereKey) ?? wheres[0];
  const lengths = service === undefined ? [] : lengthsOf(service);
  const [minutes, setMinutes] = useState<number | null>(null);
  const durationMin = lengths.some((one) => one.durationMin === minutes) ? minutes : null;
  const [date, setDate] = useState<string>(firstDate);
  /** A free time that was chosen, or a wall-clock time that was typed. */
  const [time, setTime] = useState<number | string>("");
  const [wrong, setWrong] = useState<WrongInput>();
  const [refused, setRefused] = useState<{ readonly asked: Booking; readonly refusal: Refusal }>();
  const keyOf = useIdempotencyKey();
  const clock = { timeZone: where?.place.timeZone ?? "UTC", locale };

  const visit =
    service === undefined || where === undefined || practitionerId === ""
      ? null
      : {
          serviceId: asId<ServiceId>(service.id),
          practitionerId: asId<PractitionerId>(practitionerId),
          locationId: asId<LocationId>(where.place.id),
          mode: where.mode,
          durationMin,
        };
  const times = useQuery(
    trpc.desk.times.queryOptions(
      { ...(visit ?? nothing), date: isLocalDate(date) ? date : firstDate },
      { enabled: visit !== null && isLocalDate(date) },
    ),
  );
  const answered = async (answer: StaffOutput["desk"]["book"], asked: Booking) => {
    await queryClient.invalidateQueries();
    if (!answer.ok) {
      setRefused({ asked, refusal: answer.refusal });
      return;
    }
    notify({ title: "Visit booked", description: dateTime(asked.startsAt, clock), tone: "positive" });
    onDone();
    const day = localDate(instant(asked.startsAt), clock.timeZone);
    router.replace(`/calendar?view=day&date=${day}&open=${answer.value.appointmentId}`, { scroll: false });
  };
  const onError = (failure: unknown) =>
    setWrong({ field: null, words: failureWords(failure, "Nothing was booked.") });
  const book = useMutation(trpc.desk.book.mutationOptions({ onSuccess: answered, onError }));
  const override = useMutation(trpc.desk.bookWithOverride.mutationOptions({ onSuccess: answered, onError }));
  const pending = book.isPending || override.isPending;
  const send = (asked: Booking) => {
    setWrong(undefined);
    setRefused(undefined);
    book.mutate(asked);
  };
  const chosen = typeof time === "number" ? localTime(instant(time), clock.timeZone).time : time;
  const askedIn = (form: FormData) => {
    const fits = isLocalDate(date) && chosen !== "" && visit !== null;
    const typed = fits ? resolveWallTime(date, chosen, clock.timeZone) : undefined;
    const startsAt = typeof time === "number" ? instant(time) : typed;
    const wish = { ...visit, clientId: formText(form, "clientId"), startsAt };
    return bookForClient.input.safeParse({ ...wish, idempotencyKey: keyOf(wish) });
  };
  return (
    <FormPanel
      title="New visit"
      description="For a client whom the studio knows. They are told as if they had booked it themselves."
      wrong={wrong}
      pending={pending}
      submitLabel="Book the visit"
      pendingLabel="Booking …"
      onClose={onDone}
      onSubmit={(form) => {
        const asked = askedIn(form);
        if (asked.success) return send(asked.data);
        const field = String(asked.error.issues[0]?.path[0]);
        const words = missing[field];
        setRefused(undefined);
        setWrong(
          field === "startsAt" && words !== undefined
            ? { field, words }
            : { field: null, words: words ?? "Check what was chosen." },
        );
      }}
    >
      {(errorAt) => (
        <>
          {refused === undefined ? null : (
            <InTheWay
              act="book"
              refusal={refused.refusal}
              instead={{
                times: refused.refusal.alternatives,
                clock,
                onChoose: (startsAt) => {
                  setRefused(undefined);
                  setDate(localDate(instant(startsAt), clock.timeZone));
                  setTime(startsAt);
                },
              }}
              pending={pending}
              onOverride={({ rules, reason }, form) => {
                // Something else chosen since: the reason was not for that, and it is asked about anew.
                const now = form === null ? undefined : askedIn(new FormData(form)).data;
                if (now?.idempotencyKey === refused.asked.idempotencyKey)
                  override.mutate({ ...refused.asked, rules, reason });
                else form?.requestSubmit();
              }}
            />
          )}
          {visit === null ? <Notice tone="caution">There is no service that you could book.</Notice> : null}
          {pickClient}
          <Field name="serviceId" label="Service">
            {(control) => (
              <NativeSelect
                {...control}
                value={serviceId}
                onChange={(event) => setServiceId(event.target.value)}
              >
                {given.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </NativeSelect>
            )}
          </Field>
          {lengths.length < 2 ? null : (
            <Field name="durationMin" label="Length">
              {(control) => (
                <NativeSelect
                  {...control}
                  value={durationMin ?? lengths[0]?.durationMin}
                  onChange={(event) => setMinutes(Number(event.target.value))}
                >
                  {lengths.map((one) => (
                    <option key={one.durationMin} value={one.durationMin}>
                      {one.durationMin} minutes
                    </option>
                  ))}
                </NativeSelect>
              )}
            </Field>
          )}
          <Field name="practitionerId" label="With">
            {(control) => (
              <NativeSelect
                {...control}
                value={practitionerId}
                onChange={(event) => setPractitioner(event.target.value)}
              >
                {who.map(({ id, displayName }) => (
                  <option key={id} value={id}>
                    {displayName}
                  </option>
                ))}
              </NativeSelect>
            )}
          </Field>
          <Field name="where" label="Where">
            {(control) => (
              <NativeSelect
                {...control}
                value={where?.key}
                onChange={(event) => setWhere(event.target.value)}
              >
                {wheres.map(({ place, mode, key }) => (
                  <option key={key} value={key}>
                    {mode === "in_person" ? place.name : `Online, hours of ${place.name}`}
                  </option>
                ))}
              </NativeSelect>
            )}
          </Field>
          <div className="grid gap-4 sm:grid-cols-2">
            <Field name="date" label="Date" required>
              {(control) => (
                <Input
                  {...control}
                  type="date"
                  value={date}
                  onChange={(event) => {
                    setDate(event.target.value);
                    setTime(chosen);
                  }}
                />
              )}
            </Field>
            <Field
              name="time"
              label="Time"
              hint="A free one below, or any other"
              error={errorAt("startsAt")}
              required
            >
              {(control) => (
                <Input
                  {...control}
                  type="time"
                  value={chosen}
                  onChange={(event) => setTime(event.target.value)}
                />
              )}
            </Field>
          </div>
          <section aria-label="Free times" className="grid gap-2">
            {visit === null ? null : (
              <FreeTimes
                times={times}
                clock={clock}
                chosen={typeof time === "number" ? time : 0}
                onChoose={setTime}
                onDate={(other) => {
                  setDate(other);
                  setTime("");
                }}
              />
            )}
          </section>
        </>
      )}
    </FormPanel>
  );
}

/** What is not asked while there is nothing to ask for. */
const nothing = {
  serviceId: asId<ServiceId>(""),
  practitionerId: asId<PractitionerId>(""),
  locationId: asId<LocationId>(""),
  mode: "telehealth",
  durationMin: null,
} as const;

/** One key for the same visit however often it is sent, and another for another. */
function useIdempotencyKey(): (wish: unknown) => string {
  const last = useRef({ wish: "", key: "" });
  return (wish) => {
    const said = JSON.stringify(wish);
    if (last.current.wish !== said) last.current = { wish: said, key: crypto.randomUUID() };
    return last.current.key;
  };
}
