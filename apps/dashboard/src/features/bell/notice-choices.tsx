"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { Notice } from "@quietroom/ui/blocks/notice";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { ChoiceLine } from "../../show/choice-line.tsx";
import { failureWords } from "../../show/failure-words.ts";
import { OutOfDate } from "../../show/out-of-date.tsx";

/** What somebody of the staff hears of: they switch it for themselves alone (NOTIF-08). */
export function NoticeChoices({ initial }: { readonly initial: StaffOutput["bell"]["choices"] }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [error, setError] = useState<string>();
  const { data, isError, refetch } = useQuery(trpc.bell.choices.queryOptions({}, { initialData: initial }));
  const choose = useMutation(
    trpc.bell.choose.mutationOptions({
      onSuccess: (answer) => setError(answer.ok ? undefined : "This cannot be switched off."),
      onError: (failure) => setError(failureWords(failure, "Nothing was changed.")),
      onSettled: async () => await queryClient.invalidateQueries(),
    }),
  );
  return (
    <section aria-labelledby="what-you-hear-of" className="grid max-w-3xl gap-3">
      <h2 id="what-you-hear-of" className="display text-xl">
        What you hear of
      </h2>
      <p className="text-muted">
        For yourself alone. What you switch off happens all the same, and stands on the calendar and on its
        own pages.
      </p>
      {isError ? <OutOfDate what="What you chose" onAgain={() => void refetch()} /> : null}
      {error === undefined ? null : <Notice tone="danger">{error}</Notice>}
      <ul className="grid gap-3 rounded-lg border border-line bg-raised px-4 py-3">
        {data.choices.map((choice) => (
          <ChoiceLine
            key={`${choice.category} ${choice.channel}`}
            to="staff"
            choice={choice}
            pending={choose.isPending}
            press={(wanted) => {
              const { category, channel } = choice;
              if (category !== "account") choose.mutate({ category, channel, wanted });
            }}
          />
        ))}
      </ul>
    </section>
  );
}
