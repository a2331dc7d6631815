"use client";

import { useNotify } from "@quietroom/ui/blocks/toaster";
import { type MutationFunction, useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { failureWords } from "../show/failure-words.ts";
import { useProof } from "./use-proof.tsx";

type Answer<Code extends string> = { readonly ok: true } | { readonly ok: false; readonly refusal: Code };

/**
 * One act that the server may want a fresh second factor for. It is done at once where it may be; where a code is wanted, it is asked
 * for and the act goes on by itself. Put `dialog` anywhere in the page.
 */
export function useProvenAct<Input, Code extends string>(
  { mutationFn }: { readonly mutationFn?: MutationFunction<Answer<Code>, Input> | undefined },
  settings: {
    /** What the person is told once it is done. */
    readonly done: string;
    readonly refusals: Readonly<Record<Exclude<Code, "second_factor_needed">, string>>;
    readonly onDone: () => void;
  },
): {
  readonly run: (input: Input) => void;
  readonly pending: boolean;
  readonly error: string | undefined;
  readonly dialog: ReactNode;
} {
  const queryClient = useQueryClient();
  const notify = useNotify();
  const proof = useProof();
  const [error, setError] = useState<string>();
  const act = useMutation({
    ...(mutationFn === undefined ? {} : { mutationFn }),
    onMutate: () => setError(undefined),
    onSuccess(answer: Answer<Code>, input: Input) {
      if (answer.ok) {
        notify({ title: settings.done, tone: "positive" });
        return settings.onDone();
      }
      if (isRefusal(answer.refusal)) return setError(settings.refusals[answer.refusal]);
      proof.ask(() => act.mutate(input));
    },
    onError: (failure) => setError(failureWords(failure, "Nothing was changed.")),
    onSettled: async () => await queryClient.invalidateQueries(),
  });
  return { run: act.mutate, pending: act.isPending, error, dialog: proof.dialog };
}

/** Every code but the one that asks for a proof. */
function isRefusal<Code extends string>(code: Code): code is Exclude<Code, "second_factor_needed"> {
  return code !== "second_factor_needed";
}
