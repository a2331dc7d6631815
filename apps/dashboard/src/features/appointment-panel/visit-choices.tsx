import type { StaffOutput } from "@quietroom/api/client";
import { type AppointmentId, asId } from "@quietroom/domain/ids";
import { Notice } from "@quietroom/ui/blocks/notice";
import { Skeleton } from "@quietroom/ui/primitives/skeleton";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { ChoiceLine } from "../../show/choice-line.tsx";
import { failureWords } from "../../show/failure-words.ts";

type Refusal = Extract<StaffOutput["clientPreferences"]["choose"], { ok: false }>["refusal"];

/** Which messages the client of a visit gets, and what they said otherwise written down (NOTIF-08). */
export function VisitChoices({
  appointmentId,
  mayChoose,
}: {
  readonly appointmentId: string;
  readonly mayChoose: "choose" | "look";
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [error, setError] = useState<string>();
  const id = asId<AppointmentId>(appointmentId);
  const { data, isPending, isError } = useQuery(
    trpc.clientPreferences.ofVisit.queryOptions({ appointmentId: id }),
  );
  const choose = useMutation(
    trpc.clientPreferences.choose.mutationOptions({
      onSuccess: (answer) => setError(answer.ok ? undefined : refusedWords[answer.refusal]),
      onError: (failure) => setError(failureWords(failure, "Nothing was changed.")),
      onSettled: async () => await queryClient.invalidateQueries(),
    }),
  );
  if (data === null) return null;
  return (
    <section aria-labelledby="panel-choices" className="grid gap-2">
      <h3 id="panel-choices" className="font-medium">
        Messages the client gets
      </h3>
      {isPending ? <Skeleton className="h-16" /> : null}
      {isError ? (
        <Notice tone="caution">What the client chose could not be read. Reload the page.</Notice>
      ) : null}
      {error === undefined ? null : <Notice tone="danger">{error}</Notice>}
      {data === undefined ? null : (
        <ul className="grid gap-2">
          {data.choices.map((choice) => (
            <ChoiceLine
              key={`${choice.category} ${choice.channel}`}
              to="client"
              choice={choice}
              pending={choose.isPending}
              asked=", on the client's word"
              press={
                mayChoose === "choose"
                  ? (wanted) => {
                      const { category, channel } = choice;
                      if (category !== "account")
                        choose.mutate({ appointmentId: id, category, channel, wanted });
                    }
                  : null
              }
            />
          ))}
        </ul>
      )}
    </section>
  );
}

const refusedWords: Readonly<Record<Refusal, string>> = {
  nothing_to_choose: "This cannot be switched off.",
  not_agreed: "No text goes to the client before they agree to texts: record that consent first.",
  no_client: "This time is nobody's yet.",
};
