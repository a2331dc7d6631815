"use client";

import { setWeekStart } from "@quietroom/contracts/studio";
import { addDays } from "@quietroom/domain/time";
import { Field } from "@quietroom/ui/blocks/field";
import { Notice } from "@quietroom/ui/blocks/notice";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { Button } from "@quietroom/ui/primitives/button";
import { NativeSelect } from "@quietroom/ui/primitives/native-select";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTRPC } from "../../live/trpc.tsx";
import { failureWords } from "../../show/failure-words.ts";
import { calendarDate } from "../../show/format-time.ts";

/** On which weekday the studio's weeks begin: what is limited by the week is counted from it, and calendars show it first. */
export function StudioWeek({ weekStart, locale }: { readonly weekStart: number; readonly locale: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const notify = useNotify();
  const save = useMutation(
    trpc.availability.setWeekStart.mutationOptions({
      onSuccess: () => {
        notify({ title: "Saved", tone: "positive" });
        router.refresh();
      },
    }),
  );
  return (
    <section aria-labelledby="week" className="grid gap-4">
      <div>
        <h2 id="week" className="display text-xl">
          The studio's week
        </h2>
        <p className="max-w-[62ch] text-muted">
          Limits for a week are counted from this day on, also across the end of a month. Calendars begin with
          it.
        </p>
      </div>
      <form
        noValidate
        className="flex flex-wrap items-end gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          const chosen = Number(new FormData(event.currentTarget).get("weekStart"));
          const asked = setWeekStart.input.safeParse({ weekStart: chosen });
          if (asked.success && !save.isPending) save.mutate(asked.data);
        }}
      >
        <Field name="weekStart" label="Weeks begin on">
          {(control) => (
            <NativeSelect {...control} defaultValue={weekStart}>
              {[1, 0, 6].map((day) => (
                <option key={day} value={day}>
                  {calendarDate(addDays("2023-01-01", day), locale, { weekday: "long" })}
                </option>
              ))}
            </NativeSelect>
          )}
        </Field>
        <Button type="submit" variant="secondary" aria-disabled={save.isPending}>
          {save.isPending ? "Saving …" : "Save"}
        </Button>
      </form>
      {save.error === null ? null : (
        <Notice tone="danger">{failureWords(save.error, "The week was not saved.")}</Notice>
      )}
    </section>
  );
}
