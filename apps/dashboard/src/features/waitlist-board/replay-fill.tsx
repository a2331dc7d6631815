import type { StaffOutput } from "@quietroom/api/client";
import { asId } from "@quietroom/domain/ids";
import { Button } from "@quietroom/ui/primitives/button";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../live/trpc.tsx";
import { failureWords } from "../../show/failure-words.ts";

type Replayed = StaffOutput["waitlist"]["replay"]["rounds"][number];

/** Each round of a freed hour decided again from its record, when somebody asks whether it went by the rules. */
export function ReplayFill({ openingId, when }: { readonly openingId: string; readonly when: string }) {
  const trpc = useTRPC();
  const { data, error, isFetching, refetch } = useQuery(
    trpc.waitlist.replay.queryOptions({ openingId: asId(openingId) }, { enabled: false }),
  );
  const words = isFetching ? "Deciding again …" : "Decide again from the record";
  return (
    <div className="grid justify-items-start gap-2 text-sm">
      <Button
        size="sm"
        variant="quiet"
        aria-label={`${words}: ${when}`}
        aria-disabled={isFetching}
        onClick={() => {
          if (!isFetching) void refetch();
        }}
      >
        {words}
      </Button>
      <div role="status">
        {data === undefined || isFetching ? null : (
          <ul className="grid gap-1">
            {data.rounds.map((one) => (
              <li
                key={one.round ?? "last"}
                className={one.comesTo === "other" ? "text-caution" : "text-muted"}
              >
                {one.round === null ? "The last round" : `Round ${one.round}`}: {replayWords(one)}
              </li>
            ))}
          </ul>
        )}
        {error === null || isFetching ? null : (
          <p className="text-danger">{failureWords(error, "It could not be decided again.")}</p>
        )}
      </div>
    </div>
  );
}

function replayWords({ comesTo, was, wouldBe }: Replayed): string {
  if (comesTo === "not_recorded") return "its facts were not kept yet, so it cannot be decided again.";
  if (comesTo === "same") return `the same, ${was ?? "nobody"}, for the same reasons.`;
  return was === wouldBe
    ? `the same, ${was ?? "nobody"}, but others were considered otherwise.`
    : `it was ${was ?? "nobody"}; by the rules of today it would be ${wouldBe ?? "nobody"}.`;
}
