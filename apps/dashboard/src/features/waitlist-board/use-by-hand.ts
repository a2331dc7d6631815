import { useNotify } from "@quietroom/ui/blocks/toaster";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { failureWords } from "../../show/failure-words.ts";

type Answer<Code extends string> =
  | { readonly ok: true }
  | { readonly ok: false; readonly refusal: { readonly code: Code } };

/** What follows a decision by hand: news of it and an end, or a refusal to show; either way the board asks again. */
export function useByHand<Code extends string>(settings: {
  readonly done: string;
  readonly refusals: Readonly<Record<Code, string>>;
  readonly onDone: () => void;
}) {
  const queryClient = useQueryClient();
  const notify = useNotify();
  const [error, setError] = useState<string>();
  return {
    error,
    onMutate: () => setError(undefined),
    onSuccess(answer: Answer<Code>) {
      if (!answer.ok) return setError(settings.refusals[answer.refusal.code]);
      notify({ title: settings.done, tone: "positive" });
      settings.onDone();
    },
    onError: (failure: unknown) => setError(failureWords(failure, "Nothing was changed.")),
    onSettled: async () => await queryClient.invalidateQueries(),
  };
}
