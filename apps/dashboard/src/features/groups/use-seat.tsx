import type { StaffInput, StaffOutput } from "@quietroom/api/client";
import type { WrongInput } from "@quietroom/ui/blocks/form-panel";
import { Notice } from "@quietroom/ui/blocks/notice";
import { useFocusWrong } from "@quietroom/ui/use-focus-wrong";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, type RefObject, useState } from "react";
import { InTheWay } from "../../in-the-way/in-the-way.tsx";
import { useTRPC } from "../../live/trpc.tsx";
import { failureWords } from "../../show/failure-words.ts";
import { seatRefusal } from "./session-words.ts";

type Answer = StaffOutput["groups"]["seat"];
type Asked = Omit<StaffInput["groups"]["seat"], "override">;
type Seated = Extract<Answer, { ok: true }>["value"];
type Refusal = Extract<Answer, { ok: false }>["refusal"];

/**
 * Seats whom a form says, and says why not. What may be passed over with a reason is asked anew with it, and only for what was refused: a
 * form that says something else by then is asked about first. A reason that was typed stays while the seat is refused for something else,
 * such as a seat that was taken meanwhile.
 */
export function useSeat({
  read,
  saidAt,
  failed,
  onSeated,
}: {
  /** What a form asks for, or what is missing in it. */
  readonly read: (form: HTMLFormElement) => Asked | WrongInput;
  /** The fields at which refusals are said; the others are of the form as a whole. */
  readonly saidAt: Readonly<Partial<Record<Refusal["code"], string>>>;
  /** That nothing happened. */
  readonly failed: string;
  readonly onSeated: (seat: Seated) => void;
}): {
  readonly form: RefObject<HTMLFormElement | null>;
  readonly submit: (form: HTMLFormElement) => void;
  readonly isPending: boolean;
  /** What was refused is not asked for any more. */
  readonly forget: () => void;
  readonly errorAt: (field: string) => string | undefined;
  readonly refusal: ReactNode;
} {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [wrong, setWrong] = useState<WrongInput>();
  const [refused, setRefused] = useState<{ readonly asked: Asked } & Refusal>();
  const form = useFocusWrong(wrong);
  const seat = useMutation(
    trpc.groups.seat.mutationOptions({
      onMutate: () => setWrong(undefined),
      onSuccess: (answer, { override, ...asked }) => {
        if (answer.ok) {
          setRefused(undefined);
          onSeated(answer.value);
        } else if (answer.refusal.rules.length > 0) setRefused({ asked, ...answer.refusal });
        else {
          if (override === undefined) setRefused(undefined);
          setWrong({ field: saidAt[answer.refusal.code] ?? null, words: seatRefusal(answer.refusal) });
        }
      },
      onError: (failure) => setWrong({ field: null, words: failureWords(failure, failed) }),
      onSettled: () => queryClient.invalidateQueries(),
    }),
  );
  const submit = (element: HTMLFormElement) => {
    if (seat.isPending) return;
    const asked = read(element);
    if ("words" in asked) {
      setRefused(undefined);
      setWrong(asked);
    } else seat.mutate(asked);
  };
  const refusal = (
    <>
      {wrong?.field === null ? (
        <Notice tone="danger" role="alert">
          {wrong.words}
        </Notice>
      ) : null}
      {refused === undefined ? null : (
        <InTheWay
          act="seat"
          refusal={refused}
          pending={seat.isPending}
          onOverride={(override, element) => {
            // Somebody else chosen since, or more people: the reason was not for them, and they are asked about anew.
            const isStillAsked =
              element === null || JSON.stringify(read(element)) === JSON.stringify(refused.asked);
            if (isStillAsked) seat.mutate({ ...refused.asked, override });
            else element.requestSubmit();
          }}
        />
      )}
    </>
  );
  return {
    form,
    submit,
    isPending: seat.isPending,
    forget: () => {
      setRefused(undefined);
      setWrong(undefined);
    },
    errorAt: (field) => (wrong?.field === field ? wrong.words : undefined),
    refusal,
  };
}
