import type { StaffOutput } from "@quietroom/api/client";
import { asId } from "@quietroom/domain/ids";
import { consentTexts, documentTitles } from "@quietroom/domain/records";
import { Notice } from "@quietroom/ui/blocks/notice";
import { Badge } from "@quietroom/ui/primitives/badge";
import { Button } from "@quietroom/ui/primitives/button";
import { Skeleton } from "@quietroom/ui/primitives/skeleton";
import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { calendarDay, type StudioClock } from "../../show/format-time.ts";
import { RecordConsent, type SeenConsent } from "./record-consent.tsx";

type Seen = NonNullable<StaffOutput["consents"]["ofVisit"]>;

/** What the client of a visit agrees to, kind by kind, and what they said to staff written down (CONS-04). */
export function VisitConsents({
  appointmentId,
  mayRecord,
}: {
  readonly appointmentId: string;
  readonly mayRecord: "record" | "look";
}) {
  const trpc = useTRPC();
  const { data, isPending, isError } = useQuery(
    trpc.consents.ofVisit.queryOptions({ appointmentId: asId(appointmentId) }),
  );
  if (data === null) return null;
  return (
    <section aria-labelledby="panel-consents" className="grid gap-2">
      <h3 id="panel-consents" className="font-medium">
        Consents
      </h3>
      {isPending ? <Skeleton className="h-24" /> : null}
      {isError ? <Notice tone="caution">The consents could not be read. Reload the page.</Notice> : null}
      {data === undefined ? null : (
        <>
          <ul className="grid gap-1">
            {data.consents.map((consent) => (
              <Line
                key={consent.kind}
                consent={consent}
                clock={data}
                appointmentId={appointmentId}
                mayRecord={mayRecord}
              />
            ))}
          </ul>
          <Accepted seen={data} />
        </>
      )}
    </section>
  );
}

function Line({
  consent,
  clock,
  appointmentId,
  mayRecord,
}: {
  readonly consent: SeenConsent;
  readonly clock: StudioClock;
  readonly appointmentId: string;
  readonly mayRecord: "record" | "look";
}) {
  const opener = useRef<HTMLButtonElement>(null);
  const [writing, setWriting] = useState(false);
  const { kind, state, allowed, answers } = consent;
  const [latest] = answers;
  const { title } = consentTexts[kind];
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
      <span className="grid min-w-0 flex-1 basis-48">
        <span className="flex flex-wrap items-center gap-2">
          {title}
          <Badge tone={allowed ? "positive" : state === "not_asked" ? "neutral" : "caution"}>
            {stateWords[state]}
          </Badge>
        </span>
        {latest === undefined ? null : (
          <span className="text-muted text-sm">
            {latest.ended === null
              ? `${calendarDay(latest.at, clock)}, ${placeWords[latest.place]}${latest.by === null ? "" : `, ${latest.by}`}`
              : `${calendarDay(latest.ended.at, clock)}, ${placeWords[latest.ended.place]}${latest.ended.by === null ? "" : `, ${latest.ended.by}`}`}
            {latest.reason === null ? null : <span className="block break-words">Why: {latest.reason}</span>}
          </span>
        )}
      </span>
      {mayRecord === "record" ? (
        <Button ref={opener} size="sm" variant="quiet" onClick={() => setWriting(true)}>
          Record …<span className="sr-only"> the consent: {title}</span>
        </Button>
      ) : null}
      {writing ? (
        <RecordConsent
          consent={consent}
          appointmentId={appointmentId}
          opener={opener}
          onClose={() => setWriting(false)}
        />
      ) : null}
    </li>
  );
}

/** Terms and privacy notice: the newest of each that the client accepted, and what is still owed. */
function Accepted({ seen }: { readonly seen: Seen }) {
  const newest = seen.accepted.filter(
    ({ kind }, place) => seen.accepted.findIndex((each) => each.kind === kind) === place,
  );
  if (newest.length === 0 && seen.owed.length === 0) return null;
  return (
    <p className="text-muted text-sm">
      {newest
        .map(
          ({ kind, version, acceptedAt }) =>
            `${documentTitles[kind]}: version ${version} accepted on ${calendarDay(acceptedAt, seen)}.`,
        )
        .join(" ")}{" "}
      {seen.owed.length === 0
        ? null
        : `Not accepted yet: ${seen.owed.map(({ kind, version }) => `${documentTitles[kind].toLowerCase()}, version ${version}`).join("; ")}.`}
    </p>
  );
}

const stateWords = {
  given: "agreed",
  not_asked: "not asked",
  refused: "refused",
  withdrawn: "withdrawn",
  expired: "expired",
  outdated: "earlier words",
} as const satisfies Record<SeenConsent["state"], string>;

const placeWords = {
  portal: "in the portal",
  in_person: "in person",
  on_paper: "on paper",
  by_telephone: "by telephone",
  new_number: "as the telephone number changed",
} as const satisfies Record<NonNullable<SeenConsent["answers"][number]["ended"]>["place"], string>;
