import type { ClientOutput } from "@quietroom/api/client";
import { SubmitButton } from "@quietroom/ui/blocks/submit-button";
import { Badge } from "@quietroom/ui/primitives/badge";
import { longDate } from "../../show/format-time.ts";

type Requests = ClientOutput["record"]["requests"]["requests"];

/** What the client asked, and what the studio answered. */
export function OwnRequests({
  requests,
  zone,
  locale,
  takeBack,
}: {
  readonly requests: Requests;
  readonly zone: string;
  readonly locale: string;
  readonly takeBack: (form: FormData) => Promise<void>;
}) {
  if (requests.length === 0) return null;
  const on = (at: number) => longDate(at, zone, locale);
  return (
    <section aria-labelledby="requests" className="grid gap-4">
      <h2 id="requests" className="display text-2xl">
        What you asked
      </h2>
      <ul className="grid divide-y divide-line rounded-xl border border-line bg-raised">
        {requests.map(({ id, kind, state, wish, askedAt, dueAt, decidedAt, answer, ended }) => (
          <li key={id} className="grid gap-2 px-5 py-4">
            <p className="flex flex-wrap items-center gap-2 font-medium">
              {kind === "correction" ? "Correction" : "Restriction"}
              <Badge tone={stateWords[state].tone}>{stateWords[state].label}</Badge>
            </p>
            <p className="whitespace-pre-line break-words">{wish}</p>
            <p className="text-muted text-sm">
              Asked on {on(askedAt)}. {state === "open" ? `An answer is due by ${on(dueAt)}.` : null}
              {decidedAt !== null && state !== "withdrawn" ? `Answered on ${on(decidedAt)}.` : null}
            </p>
            {answer === null ? null : (
              <blockquote className="whitespace-pre-line break-words border-line border-l-2 pl-4">
                {answer}
              </blockquote>
            )}
            {ended === null ? null : (
              <>
                <p className="text-muted text-sm">
                  Ended on {on(ended.at)}
                  {ended.because === "client_told"
                    ? " for what is written from then on; what was there before stays under it"
                    : null}
                  .
                </p>
                <blockquote className="whitespace-pre-line break-words border-line border-l-2 pl-4">
                  {ended.reason}
                </blockquote>
              </>
            )}
            {state === "open" ? (
              <form action={takeBack}>
                <input type="hidden" name="requestId" value={id} />
                <SubmitButton size="sm" variant="secondary" pendingLabel="Taking it back …">
                  Take it back
                </SubmitButton>
              </form>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

const stateWords = {
  open: { label: "waiting", tone: "info" },
  approved: { label: "approved", tone: "positive" },
  denied: { label: "denied", tone: "caution" },
  withdrawn: { label: "taken back", tone: "neutral" },
} as const satisfies Record<Requests[number]["state"], { readonly label: string; readonly tone: string }>;
