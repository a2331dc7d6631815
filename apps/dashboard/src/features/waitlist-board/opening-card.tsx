import type { StaffOutput } from "@quietroom/api/client";
import { Badge } from "@quietroom/ui/primitives/badge";
import type { ReactNode } from "react";
import { dateTime, type StudioClock, timeOfDay } from "../../show/format-time.ts";
import { reasonWords } from "./reason-words.ts";
import { fitWords, waitWords } from "./score-words.ts";

type Opening = StaffOutput["waitlist"]["board"]["openings"][number];
type Considered = Opening["lastRound"][number];

const states = {
  offering: ["being offered", "accent"],
  filled: ["filled", "positive"],
  exhausted: ["back on the public page", "neutral"],
  withdrawn: ["withdrawn", "neutral"],
} as const;

const answers = {
  open: "has until",
  accepted: "accepted at",
  declined: "passed at",
  lapsed: "did not answer by",
  withdrawn: "withdrawn at",
} as const;

/** One freed hour: whom it was offered to in which order, and for each round who was considered, skipped, and why. */
export function OpeningCard({
  opening,
  now,
  clock,
  actions,
}: {
  readonly opening: Opening;
  readonly now: number;
  readonly clock: StudioClock;
  readonly actions: ReactNode;
}) {
  const [words, tone] = states[opening.status];
  const [waitsUntil, because] = whyNobodyIsAsked(opening, now, clock) ?? [null, ""];
  const waits = waitsUntil !== null;
  return (
    <article className="grid gap-3 rounded-lg border border-line bg-raised p-4">
      <header className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h3 className="figures font-medium">
          {dateTime(opening.startsAt, clock)} – {timeOfDay(opening.endsAt, clock)}
          <span className="font-normal text-muted"> · {opening.practitionerName}</span>
        </h3>
        <Badge tone={waits ? "neutral" : tone}>
          {opening.bookedMeanwhile ? "booked meanwhile" : waits ? "not offered yet" : words}
        </Badge>
      </header>
      <p className="text-muted text-sm">
        Freed {dateTime(opening.createdAt, clock)} because a visit was {opening.cause}.
        {waitsUntil === null
          ? null
          : opening.bookedMeanwhile
            ? ` It was booked meanwhile: nobody is asked, unless enough of it is free at ${waitsUntil}.`
            : ` Nobody is asked before ${waitsUntil}: ${because}`}
        {opening.undone ? " The cancellation was undone, and nobody had been asked." : null}
      </p>
      <ol className="grid gap-2">
        {opening.offers.map((offer) => (
          <li key={offer.id} className="grid gap-1">
            <p>
              <span className="figures text-muted">{offer.round}.</span>{" "}
              <span className="font-medium">{offer.clientName}</span>{" "}
              <span className="text-muted">
                fits {offer.fitScore} of 100, asked {timeOfDay(offer.offeredAt, clock)},{" "}
                {answers[offer.status]} {timeOfDay(offer.answeredAt ?? offer.expiresAt, clock)}
                {offer.clockRested
                  ? `; time until ${dateTime(offer.expiresAt, clock)}, as the clock rests in their quiet hours`
                  : null}
              </span>
            </p>
            {offer.chosenReason === null ? null : (
              <p className="wrap-anywhere text-muted text-sm">Chosen by hand: “{offer.chosenReason}”</p>
            )}
            <Round label={`Who was considered in round ${offer.round}`} considered={offer.considered} />
          </li>
        ))}
      </ol>
      {opening.skips.map((skip) => (
        <p key={skip.entryId} className="wrap-anywhere text-sm">
          <span className="font-medium">{skip.clientName}</span>{" "}
          <span className="text-muted">skipped by hand: “{skip.reason}”</span>
        </p>
      ))}
      {opening.lastRound.length === 0 ? null : (
        <Round
          label={waits ? "Who was considered" : "Why nobody else was asked"}
          considered={opening.lastRound}
        />
      )}
      {opening.offers.length === 0 && opening.lastRound.length === 0 && !waits && !opening.undone ? (
        <p className="text-muted text-sm">Nobody on the waitlist wanted this kind of visit.</p>
      ) : null}
      {actions}
    </article>
  );
}

/** Until when nobody is asked about an hour that is to be offered, and why; null where somebody is, or nobody will be. */
function whyNobodyIsAsked(
  { status, offeredFrom, quietUntil }: Opening,
  now: number,
  clock: StudioClock,
): readonly [until: string, because: string] | null {
  if (status !== "offering") return null;
  if (offeredFrom !== null && now < offeredFrom)
    return [timeOfDay(offeredFrom, clock), "until then the cancellation can be undone."];
  return quietUntil !== null && now < quietUntil
    ? [
        dateTime(quietUntil, clock),
        "it is night where those in line are. Until then the hour is on the public page.",
      ]
    : null;
}

function Round({
  label,
  considered,
}: {
  readonly label: string;
  readonly considered: readonly Considered[];
}) {
  if (considered.length === 0) return null;
  return (
    <details className="text-sm">
      <summary className="w-fit text-accent underline decoration-accent/35 underline-offset-4">
        {label}
      </summary>
      <ul className="mt-2 grid gap-1 border-line border-l-2 pl-3">
        {considered.map((one) => (
          <li key={one.entryId}>
            <span className="font-medium">{one.clientName}</span>{" "}
            <span className="text-muted">
              {one.outcome === "offered"
                ? "was asked"
                : one.outcome === "next"
                  ? "fits, comes later in line"
                  : "was skipped"}
              {one.reason === null ? "" : `: ${reasonWords(one.reason)}`}
            </span>
            {one.fit === null ? null : <Points>{fitWords(one.fit)}</Points>}
            {one.waitingPriority === null ? null : <Points>{waitWords(one.waitingPriority)}</Points>}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Points({ children }: { readonly children: string }) {
  return <span className="figures block text-muted text-xs">{children}</span>;
}
