"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { jobWords } from "@quietroom/domain/jobs";
import { DataTable } from "@quietroom/ui/blocks/data-table";
import { Notice } from "@quietroom/ui/blocks/notice";
import { useQuery } from "@tanstack/react-query";
import { atOwnPace } from "../../live/own-pace.ts";
import { useTRPC } from "../../live/trpc.tsx";
import { dateTime } from "../../show/format-time.ts";
import { ageWords, isLate } from "./work-words.ts";

type Work = StaffOutput["backgroundWork"]["view"];

/** How much waits, is due and is being done, whether it keeps up, and what comes next. */
export function WorkStanding({ initial }: { readonly initial: Work }) {
  const trpc = useTRPC();
  const { data } = useQuery(
    trpc.backgroundWork.view.queryOptions({}, { initialData: initial, ...atOwnPace }),
  );
  return (
    <section aria-labelledby="standing" className="grid gap-4">
      <h2 id="standing" className="display text-xl">
        How it stands
      </h2>
      {isLate(data.runs?.oldestDueForMs ?? null, data.outbox.oldestForMs) ? (
        <Notice tone="caution" title="Work is late">
          Something has been due for more than five minutes: the worker is probably not running, or cannot
          keep up. Tell whoever runs Quietroom for you. Nothing is lost; it goes on by itself once the worker
          does.
        </Notice>
      ) : (
        <Notice tone="positive" title="It keeps up">
          {data.runs === null
            ? "Nothing has waited to be handed on for more than five minutes."
            : "Nothing has been due for more than five minutes."}
        </Notice>
      )}
      <dl className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {figuresOf(data).map(({ label, count, words }) => (
          <div
            key={label}
            className="grid content-start gap-0.5 rounded-lg border border-line bg-raised px-4 py-3"
          >
            <dt className="text-muted text-sm">{label}</dt>
            <dd className="figures display text-2xl">{count}</dd>
            <dd className="text-muted text-sm">{words}</dd>
          </div>
        ))}
      </dl>
      {data.runs === null ? (
        <p className="text-muted">
          An Inngest server does the work here: what is due, being done and next is shown there.
        </p>
      ) : (
        <>
          <h3 id="next" className="font-semibold">
            Next
          </h3>
          <DataTable
            caption="What goes on next"
            rows={data.runs.nextDue.map((run, place) => ({ ...run, place }))}
            rowKey={({ place }) => String(place)}
            empty={<p className="text-muted">Nothing waits for its time.</p>}
            columns={[
              { key: "work", header: "Work", cell: ({ functionId }) => jobWords(functionId) },
              { key: "due", header: "Due", cell: ({ dueAt }) => dateTime(dueAt, data), className: "figures" },
            ]}
          />
        </>
      )}
    </section>
  );
}

function figuresOf({ runs, outbox, messages }: Work) {
  return [
    ...(runs === null ? [] : figuresOfRuns(runs)),
    {
      label: "Not handed on yet",
      count: outbox.waiting,
      words: outbox.oldestForMs === null ? "Nothing is." : `The oldest for ${ageWords(outbox.oldestForMs)}.`,
    },
    { label: "Messages given up", count: messages.failedCount, words: "In the last 30 days." },
  ];
}

function figuresOfRuns({ waiting, due, atWork, again, oldestDueForMs }: NonNullable<Work["runs"]>) {
  return [
    { label: "Waiting", count: waiting, words: "Its time is to come." },
    {
      label: "Due now",
      count: due,
      words: oldestDueForMs === null ? "Nothing is." : `The oldest for ${ageWords(oldestDueForMs)}.`,
    },
    { label: "Being done", count: atWork, words: "At this moment." },
    { label: "To be tried again", count: again, words: "Failed lately; it goes on by itself." },
  ];
}
