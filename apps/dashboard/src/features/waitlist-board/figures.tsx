"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { Field } from "@quietroom/ui/blocks/field";
import { Notice } from "@quietroom/ui/blocks/notice";
import { Button } from "@quietroom/ui/primitives/button";
import { NativeSelect } from "@quietroom/ui/primitives/native-select";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { calendarDate } from "../../show/format-time.ts";
import { figureWords } from "./figure-words.ts";

const periods = { 30: "Last 30 days", 90: "Last 90 days", 365: "Last 365 days" } as const;
type Days = keyof typeof periods;
const firstPeriod = 90 satisfies Days;

/** How the waitlist did in a period (WAIT-12). */
export function Figures({
  initial,
  locale,
}: {
  /** Of `firstPeriod`. */
  readonly initial: StaffOutput["waitlist"]["figures"];
  readonly locale: string;
}) {
  const trpc = useTRPC();
  const [days, setDays] = useState<Days>(firstPeriod);
  const ofFirst = days === firstPeriod ? { initialData: initial } : {};
  const { data, isError, isPlaceholderData, refetch } = useQuery({
    ...trpc.waitlist.figures.queryOptions({ days }, ofFirst),
    placeholderData: keepPreviousData,
  });
  const day = { day: "numeric", month: "long", year: "numeric" } as const;
  return (
    <section aria-labelledby="figures" className="grid gap-4">
      <div className="flex flex-wrap items-end justify-between gap-4">
        <h2 id="figures" className="display text-xl">
          How the waitlist does
        </h2>
        <Field name="period" label="Period" className="w-44">
          {(control) => (
            <NativeSelect
              {...control}
              value={days}
              onChange={({ target }) =>
                setDays(target.value === "30" ? 30 : target.value === "365" ? 365 : firstPeriod)
              }
            >
              {Object.entries(periods).map(([value, words]) => (
                <option key={value} value={value}>
                  {words}
                </option>
              ))}
            </NativeSelect>
          )}
        </Field>
      </div>
      {isError ? (
        <Notice
          tone="danger"
          action={
            <Button size="sm" variant="secondary" onClick={() => void refetch()}>
              Try again
            </Button>
          }
        >
          The figures of that period could not be loaded.
        </Notice>
      ) : null}
      {data === undefined ? null : (
        <div role="status" aria-busy={isPlaceholderData} className="grid gap-3">
          <p className="text-muted text-sm">Since {calendarDate(data.from, locale, day)}.</p>
          <dl className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
            {figureWords(data).map(([name, is, of]) => (
              <div
                key={name}
                className="grid content-start gap-1 rounded-lg border border-line bg-raised p-4"
              >
                <dt className="text-muted text-sm">{name}</dt>
                <dd className="grid gap-1">
                  <span className="figures display text-xl">{is}</span>
                  <span className="text-muted text-sm">{of}</span>
                </dd>
              </div>
            ))}
          </dl>
        </div>
      )}
    </section>
  );
}
