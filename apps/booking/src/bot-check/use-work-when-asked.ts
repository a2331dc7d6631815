import { startTransition, type SubmitEvent, useLayoutEffect, useRef, useState } from "react";
import { askPuzzle } from "./ask-puzzle.ts";
import { solvePuzzle } from "./solve-puzzle.ts";

/**
 * Does the work that the answer to a form asks for, once for each time that a person sends it, and sends the same again (BOOK-12). Give
 * `noteSent` to the form's `onSubmit`; while it works, `isWorking`.
 */
export function useWorkWhenAsked(
  answer: { readonly refused: string | null },
  send: (form: FormData) => void,
): { readonly isWorking: boolean; readonly noteSent: (event: SubmitEvent<HTMLFormElement>) => void } {
  const sent = useRef<FormData | null>(null);
  const [isWorking, setWorking] = useState(false);
  // Before it is drawn: the refusal is not shown, and not read out, for work that nobody has to do by hand.
  useLayoutEffect(() => {
    const form = sent.current;
    sent.current = null;
    if (answer.refused !== "proof_needed" || form === null) return;
    const workAndSend = async () => {
      setWorking(true);
      const isDone = await workFor(form);
      setWorking(false);
      if (isDone) startTransition(() => send(form));
    };
    void workAndSend();
  }, [answer, send]);
  return {
    isWorking,
    noteSent: (event) => {
      sent.current = new FormData(event.currentTarget);
    },
  };
}

/** Puts a solved puzzle into a form; not where that does not work out, or the site does not answer. */
export async function workFor(form: FormData): Promise<boolean> {
  try {
    const proof = await solvePuzzle(await askPuzzle());
    if (proof === null) return false;
    form.set("proof", proof);
    return true;
  } catch {
    return false;
  }
}
