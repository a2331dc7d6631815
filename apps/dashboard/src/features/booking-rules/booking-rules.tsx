"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { saveBookingRules } from "@quietroom/contracts/booking-rules";
import { Notice } from "@quietroom/ui/blocks/notice";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { Button } from "@quietroom/ui/primitives/button";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { failureWords } from "../../show/failure-words.ts";
import { readRules } from "./read-rules.ts";
import { RuleFields } from "./rule-fields.tsx";

/** The studio's own rules of booking, saved together as they were loaded. */
export function BookingRules({ initial }: { readonly initial: StaffOutput["bookingRules"]["view"] }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const [refused, setRefused] = useState<string>();
  const [wrong, setWrong] = useState<ReadonlySet<string>>(new Set());
  const { data } = useQuery(trpc.bookingRules.view.queryOptions({}, { initialData: initial }));
  const save = useMutation(
    trpc.bookingRules.save.mutationOptions({
      onSuccess: async (answer) => {
        setRefused(
          answer.ok
            ? undefined
            : "Somebody changed these rules meanwhile. This is how they are now; nothing of yours was saved.",
        );
        if (answer.ok) notify({ title: "Booking rules saved", tone: "positive" });
        await queryClient.invalidateQueries();
      },
      onError: (failure) => setRefused(failureWords(failure, "The rules stay as they were.")),
    }),
  );
  return (
    <form
      key={data.version}
      aria-label="Booking rules"
      noValidate
      className="grid gap-8"
      onSubmit={(event) => {
        event.preventDefault();
        const asked = saveBookingRules.input.safeParse(readRules(new FormData(event.currentTarget), data));
        setWrong(new Set(asked.success ? [] : asked.error.issues.map(({ path }) => String(path[0]))));
        if (asked.success && !save.isPending) save.mutate(asked.data);
      }}
    >
      {refused === undefined ? null : <Notice tone="danger">{refused}</Notice>}
      <RuleFields rules={data} wrong={wrong} />
      <div className="grid gap-3">
        {wrong.size === 0 ? null : (
          <Notice tone="danger">
            {wrong.size === 1 ? "One rule is" : `${wrong.size} rules are`} not as they can be: look for the
            marks above. Nothing was saved.
          </Notice>
        )}
        <Button type="submit" className="w-fit" aria-disabled={save.isPending}>
          {save.isPending ? "Saving …" : "Save booking rules"}
        </Button>
      </div>
    </form>
  );
}
