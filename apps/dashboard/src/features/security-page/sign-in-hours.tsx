"use client";

import type { StaffInput, StaffOutput } from "@quietroom/api/client";
import { addDays, asWeekday } from "@quietroom/domain/time";
import { FieldRow } from "@quietroom/ui/blocks/field";
import { Notice } from "@quietroom/ui/blocks/notice";
import { Button } from "@quietroom/ui/primitives/button";
import { Checkbox } from "@quietroom/ui/primitives/checkbox";
import { Input } from "@quietroom/ui/primitives/input";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { useProvenAct } from "../../prove/use-proven-act.tsx";
import { calendarDate } from "../../show/format-time.ts";

type Hours = StaffInput["security"]["setSignInHours"]["hours"];

/** When the studio's people usually sign in; outside of it an admin hears of a sign-in (AUTH-44). */
export function SignInHours({
  initial,
  weekStart,
}: {
  readonly initial: StaffOutput["security"]["signInHours"];
  readonly weekStart: number;
}) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.security.signInHours.queryOptions({}, { initialData: initial }));
  const { timeZone, locale } = data;
  const [changed, setChanged] = useState<Hours>();
  const { run, pending, error, dialog } = useProvenAct(trpc.security.setSignInHours.mutationOptions(), {
    done: "Saved",
    refusals: {},
    onDone: () => setChanged(undefined),
  });
  const hours: Hours = changed ?? data.hours;
  const isWhole = hours.every(({ from, until }) => from !== "" && until !== "");
  return (
    <section aria-labelledby="hours" className="grid max-w-4xl gap-4">
      <div className="grid gap-1">
        <h2 id="hours" className="display text-xl">
          Sign-in hours
        </h2>
        <p className="max-w-[62ch] text-muted">
          {hours.length === 0
            ? "No hour is unusual so far. Tick the days and hours at which your people usually sign in: of a sign-in outside of them you hear by email, once a person and night. Nobody is kept out."
            : "Of a sign-in outside these hours you hear by email, once a person and night. Nobody is kept out. With no day ticked, no hour is unusual."}{" "}
          The studio's own time counts: {timeZone.replaceAll("_", " ")}.
        </p>
      </div>
      <form
        noValidate
        className="grid max-w-xl gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!pending && isWhole) run({ hours: hours.map((day) => ({ ...day })) });
        }}
      >
        <ul className="grid gap-3">
          {[0, 1, 2, 3, 4, 5, 6].map((index) => {
            const weekday = asWeekday((weekStart + index) % 7);
            const name = calendarDate(addDays("2023-01-01", weekday), locale, { weekday: "long" });
            const day = hours.find((one) => one.weekday === weekday);
            const others = hours.filter((one) => one.weekday !== weekday);
            const set = (change: Partial<Hours[number]>) =>
              setChanged([...others, { weekday, from: "07:00", until: "20:00", ...day, ...change }]);
            return (
              <li key={weekday} className="grid items-center gap-2 sm:grid-cols-[10rem_minmax(0,1fr)]">
                <FieldRow name={`day-${weekday}`} label={name}>
                  {(control) => (
                    <Checkbox
                      {...control}
                      checked={day !== undefined}
                      onChange={() => (day === undefined ? set({}) : setChanged(others))}
                    />
                  )}
                </FieldRow>
                {day === undefined ? null : (
                  <div className="flex flex-wrap items-center gap-2">
                    <Input
                      type="time"
                      aria-label={`${name} from`}
                      className="figures w-32"
                      value={day.from}
                      onChange={(event) => set({ from: event.target.value })}
                    />
                    <span aria-hidden="true">–</span>
                    <Input
                      type="time"
                      aria-label={`${name} until`}
                      className="figures w-32"
                      value={day.until}
                      onChange={(event) => set({ until: event.target.value })}
                    />
                    {day.until <= day.from && day.until !== "" ? (
                      <span className="text-muted text-sm">the day after</span>
                    ) : null}
                  </div>
                )}
              </li>
            );
          })}
        </ul>
        {isWhole ? null : <Notice tone="caution">Every day that is ticked needs both times.</Notice>}
        {error === undefined ? null : <Notice tone="danger">{error}</Notice>}
        <Button type="submit" className="w-fit" aria-disabled={pending || !isWhole} aria-busy={pending}>
          Save the hours
        </Button>
      </form>
      {dialog}
    </section>
  );
}
