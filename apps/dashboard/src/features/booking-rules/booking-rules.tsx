"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { bookingRules } from "@quietroom/contracts/booking-rules";
import { formText } from "@quietroom/ui/form-text";
import { Field } from "@quietroom/ui/blocks/field";
import { Notice } from "@quietroom/ui/blocks/notice";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { Button } from "@quietroom/ui/primitives/button";
import { Input } from "@quietroom/ui/primitives/input";
import { NativeSelect } from "@quietroom/ui/primitives/native-select";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { failureWords } from "../../show/failure-words.ts";

type Rules = StaffOutput["bookingRules"]["view"];

/** What clients may do by themselves, and how long a request waits for its answer. Staff are bound by none of it. */
export function BookingRules({ initial }: { readonly initial: Rules }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const [error, setError] = useState<string>();
  const [wrong, setWrong] = useState<ReadonlySet<string>>(new Set());
  const { data } = useQuery(trpc.bookingRules.view.queryOptions({}, { initialData: initial }));
  const save = useMutation(
    trpc.bookingRules.save.mutationOptions({
      onSuccess: async () => {
        setError(undefined);
        notify({ title: "Booking rules saved", tone: "positive" });
        await queryClient.invalidateQueries();
      },
      onError: (failure) => setError(failureWords(failure, "The rules stay as they were.")),
    }),
  );
  const errorOf = (name: keyof typeof ranges) => (wrong.has(name) ? ranges[name] : undefined);
  return (
    <section aria-labelledby="booking-rules" className="grid max-w-3xl gap-4">
      <h2 id="booking-rules" className="display text-xl">
        Bookings, requests and moves
      </h2>
      <form
        key={JSON.stringify(data)}
        noValidate
        className="grid gap-5 rounded-lg border border-line bg-raised p-5"
        onSubmit={(event) => {
          event.preventDefault();
          const asked = bookingRules.safeParse(readForm(new FormData(event.currentTarget)));
          setWrong(new Set(asked.success ? [] : asked.error.issues.map(({ path }) => String(path[0]))));
          if (asked.success && !save.isPending) save.mutate(asked.data);
        }}
      >
        {error === undefined ? null : <Notice tone="danger">{error}</Notice>}
        <div className="grid gap-5 sm:grid-cols-2">
          <Field
            name="ownOverlaps"
            label="A time at which the client has another visit"
            hint="Staff can always book it, and see it in the visit's panel."
            required
          >
            {(control) => (
              <NativeSelect {...control} defaultValue={data.ownOverlaps}>
                <option value="warn">Booked; they are told</option>
                <option value="refuse">Not booked: they call</option>
              </NativeSelect>
            )}
          </Field>
          <Field
            name="clientVisitLimit"
            label="Visits a client has to come, at most"
            hint="After that they call you. Empty: as many as they like."
            error={errorOf("clientVisitLimit")}
            optional
          >
            {(control) => (
              <Input {...control} inputMode="numeric" defaultValue={data.clientVisitLimit ?? ""} />
            )}
          </Field>
        </div>
        <div className="grid gap-5 sm:grid-cols-3">
          <Field
            name="clientMoveLimit"
            label="Moves of one visit, at most"
            hint="After that they call you. Empty: as often as they like."
            error={errorOf("clientMoveLimit")}
            optional
          >
            {(control) => (
              <Input {...control} inputMode="numeric" defaultValue={data.clientMoveLimit ?? ""} />
            )}
          </Field>
          <Field
            name="requestAnswerHours"
            label="A request waits, hours"
            hint="For services whose bookings you confirm."
            error={errorOf("requestAnswerHours")}
            required
          >
            {(control) => <Input {...control} inputMode="numeric" defaultValue={data.requestAnswerHours} />}
          </Field>
          <Field
            name="requestLeadMin"
            label="But ends before the visit, minutes"
            hint="So that nobody waits until the last moment."
            error={errorOf("requestLeadMin")}
            required
          >
            {(control) => <Input {...control} inputMode="numeric" defaultValue={data.requestLeadMin} />}
          </Field>
        </div>
        <Button type="submit" className="w-fit" aria-disabled={save.isPending}>
          {save.isPending ? "Saving …" : "Save booking rules"}
        </Button>
      </form>
    </section>
  );
}

const ranges = {
  clientVisitLimit: "Type a whole number from 1 to 100, or nothing.",
  clientMoveLimit: "Type a whole number from 0 to 50, or nothing.",
  requestAnswerHours: "Type a whole number of hours from 1 to 336.",
  requestLeadMin: "Type a whole number of minutes from 0 to 10080.",
} as const;

function readForm(form: FormData): unknown {
  const typed = (name: string) => {
    const text = formText(form, name).trim();
    return text === "" ? null : Number(text);
  };
  return {
    ownOverlaps: formText(form, "ownOverlaps"),
    clientVisitLimit: typed("clientVisitLimit"),
    clientMoveLimit: typed("clientMoveLimit"),
    requestAnswerHours: typed("requestAnswerHours"),
    requestLeadMin: typed("requestLeadMin"),
  };
}
