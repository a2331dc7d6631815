import type { StaffOutput } from "@quietroom/api/client";
import { type AppointmentId, asId } from "@quietroom/domain/ids";
import { categoryWords, channelWords, choiceWords } from "@quietroom/domain/preferences";
import { Notice } from "@quietroom/ui/blocks/notice";
import { Badge } from "@quietroom/ui/primitives/badge";
import { Button } from "@quietroom/ui/primitives/button";
import { Skeleton } from "@quietroom/ui/primitives/skeleton";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { failureWords } from "../../show/failure-words.ts";

type Choice = NonNullable<StaffOutput["clientPreferences"]["ofVisit"]>["choices"][number];
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
            <Line
              key={`${choice.category} ${choice.channel}`}
              choice={choice}
              pending={choose.isPending}
              press={
                mayChoose === "choose"
                  ? (wanted) => {
                      const { category, channel } = choice;
                      if (category !== "account" && !choose.isPending)
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

function Line({
  choice,
  pending,
  press,
}: {
  readonly choice: Choice;
  readonly pending: boolean;
  readonly press: ((wanted: boolean) => void) | null;
}) {
  const { category, channel, state } = choice;
  const title = `${categoryWords[category]} ${channelWords[channel]}`;
  const { chosen, always } = choiceWords("client", choice);
  const isOn = state === "on";
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
      <span className="grid min-w-0 flex-1 basis-48">
        <span className="flex flex-wrap items-center gap-2">
          {title}
          <Badge tone={isOn || state === "always" ? "positive" : "neutral"}>{stateWords[state]}</Badge>
        </span>
        <span className="text-muted text-sm">
          {chosen === null ? "" : `Theirs to choose: ${chosen}. `}
          {always === null ? "" : `Always sent: ${always}.`}
        </span>
      </span>
      {press !== null && (isOn || state === "off") ? (
        <Button
          size="sm"
          variant="quiet"
          aria-disabled={pending}
          aria-label={`${isOn ? "Switch off" : "Switch on"}, on the client's word: ${title}`}
          onClick={() => press(!isOn)}
        >
          {isOn ? "Switch off" : "Switch on"}
        </Button>
      ) : null}
    </li>
  );
}

const stateWords = {
  on: "on",
  off: "off",
  not_agreed: "no consent",
  always: "always on",
} as const satisfies Record<Choice["state"], string>;

const refusedWords: Readonly<Record<Refusal, string>> = {
  nothing_to_choose: "This cannot be switched off.",
  not_agreed: "No text goes to the client before they agree to texts: record that consent first.",
  no_client: "This time is nobody's yet.",
};
