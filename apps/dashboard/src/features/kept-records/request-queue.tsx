"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { Badge } from "@quietroom/ui/primitives/badge";
import { Button } from "@quietroom/ui/primitives/button";
import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { CorrectClient } from "../../correct-client/correct-client.tsx";
import { useTRPC } from "../../live/trpc.tsx";
import { calendarDay } from "../../show/format-time.ts";
import { AnswerRequest, type Decision } from "./answer-request.tsx";
import { EndRestriction } from "./end-restriction.tsx";

type Queue = StaffOutput["records"]["requests"];
type AskedRequest = Queue["requests"][number];

/** What clients ask of their records: those that wait first, each answered with a reason that the client reads (COMP-04). */
export function RequestQueue({ initial }: { readonly initial: Queue }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.records.requests.queryOptions({}, { initialData: initial }));
  return (
    <section aria-labelledby="requests" className="grid gap-4">
      <h2 id="requests" className="display text-xl">
        Requests
      </h2>
      {data.requests.length === 0 ? (
        <p className="text-muted">No client has asked for a change of their record.</p>
      ) : (
        <ul className="grid divide-y divide-line rounded-xl border border-line bg-raised">
          {data.requests.map((request) => (
            <li key={request.id} className="grid gap-3 px-5 py-4">
              <Asked request={request} queue={data} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Asked({ request, queue }: { readonly request: AskedRequest; readonly queue: Queue }) {
  const opener = useRef<HTMLButtonElement>(null);
  const [deciding, setDeciding] = useState<Decision>();
  const [isEnding, setIsEnding] = useState(false);
  const { clientName, kind, state, wish, askedAt, dueAt, decidedAt, decidedBy, answer, ended } = request;
  const binds = kind === "restriction" && state === "approved" && ended === null;
  const overdue = state === "open" && dueAt < queue.now;
  return (
    <>
      <p className="flex flex-wrap items-center gap-2 font-medium">
        {clientName}: {kind === "correction" ? "correction" : "restriction"}
        <Badge tone={overdue ? "danger" : states[state].tone}>
          {overdue ? "overdue" : states[state].text}
        </Badge>
        {ended === null ? null : <Badge>ended</Badge>}
      </p>
      <p className="max-w-[70ch] whitespace-pre-line break-words">{wish}</p>
      <p className="text-muted text-sm">
        Asked on {calendarDay(askedAt, queue)}.{" "}
        {state === "open" ? `An answer is due by ${calendarDay(dueAt, queue)}.` : null}
        {decidedAt !== null && decidedBy !== null
          ? `Answered by ${decidedBy} on ${calendarDay(decidedAt, queue)}.`
          : null}
      </p>
      {answer === null ? null : (
        <blockquote className="max-w-[70ch] whitespace-pre-line break-words border-line border-l-2 pl-4">
          {answer}
        </blockquote>
      )}
      {ended === null ? null : (
        <>
          <p className="text-muted text-sm">
            Ended on {calendarDay(ended.at, queue)}
            {ended.because === "client_told" ? " for what is written from then on" : null}.
          </p>
          <blockquote className="max-w-[70ch] whitespace-pre-line break-words border-line border-l-2 pl-4">
            {ended.reason}
          </blockquote>
        </>
      )}
      {binds ? (
        <Button
          ref={opener}
          size="sm"
          variant="quiet"
          className="justify-self-start"
          onClick={() => setIsEnding(true)}
        >
          End …<span className="sr-only"> the restriction agreed with {clientName}</span>
        </Button>
      ) : null}
      {isEnding ? (
        <EndRestriction request={request} opener={opener} onClose={() => setIsEnding(false)} />
      ) : null}
      {state === "open" ? (
        <div className="flex flex-wrap gap-2">
          {kind === "correction" ? (
            <CorrectClient person={{ clientId: request.clientId, name: clientName }} requestId={request.id} />
          ) : null}
          <Button ref={opener} size="sm" variant="secondary" onClick={() => setDeciding("approved")}>
            Approve …<span className="sr-only"> what {clientName} asks</span>
          </Button>
          <Button size="sm" variant="quiet" onClick={() => setDeciding("denied")}>
            Deny …<span className="sr-only"> what {clientName} asks</span>
          </Button>
        </div>
      ) : null}
      {deciding === undefined ? null : (
        <AnswerRequest
          request={request}
          decision={deciding}
          opener={opener}
          onClose={() => setDeciding(undefined)}
        />
      )}
    </>
  );
}

const states = {
  open: { text: "waiting", tone: "info" },
  approved: { text: "approved", tone: "positive" },
  denied: { text: "denied", tone: "caution" },
  withdrawn: { text: "taken back", tone: "neutral" },
} as const satisfies Record<AskedRequest["state"], object>;
