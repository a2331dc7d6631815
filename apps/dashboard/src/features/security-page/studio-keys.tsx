"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { FormDialog } from "@quietroom/ui/blocks/form-dialog";
import { Button } from "@quietroom/ui/primitives/button";
import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { useProvenAct } from "../../prove/use-proven-act.tsx";
import { calendarDay, type StudioClock } from "../../show/format-time.ts";

type Keys = StaffOutput["security"]["keys"];

const lookAgainMs = 5_000;

/** How old the keys are that clients' words are sealed under, how far their replacement is, and a button that asks for one (ENC-05). */
export function StudioKeys({
  initial,
  clock,
  mayReplace,
}: {
  readonly initial: Keys;
  readonly clock: StudioClock;
  readonly mayReplace: "replace" | "look";
}) {
  const trpc = useTRPC();
  const opener = useRef<HTMLButtonElement>(null);
  const [asking, setAsking] = useState<"closed" | "open">("closed");
  const [asked, setAsked] = useState<{ readonly insteadOf: string | undefined }>();
  const { data } = useQuery(
    trpc.security.keys.queryOptions(
      {},
      {
        initialData: initial,
        refetchInterval: (query) =>
          isMoving(query.state.data) || isAwaited(query.state.data, asked) ? lookAgainMs : false,
      },
    ),
  );
  const { run, dialog, ...state } = useProvenAct(trpc.security.replaceKeys.mutationOptions(), {
    done: "The keys are being replaced",
    refusals: {},
    onDone: () => {
      setAsked({ insteadOf: currentOf(data)?.id });
      setAsking("closed");
    },
  });
  const current = currentOf(data);
  return (
    <section aria-labelledby="keys" className="grid max-w-4xl gap-4">
      <div className="grid gap-1">
        <h2 id="keys" className="display text-xl">
          Encryption keys
        </h2>
        <p className="max-w-[62ch] text-muted">
          What says who your clients are, and what is written about them, is kept encrypted under keys of your
          studio alone. They are replaced by themselves every 90 days.
        </p>
      </div>
      <p role="status" className="figures">
        {current === undefined
          ? "No key yet: the first is made with the first client."
          : `In use since ${calendarDay(current.createdAt, clock)}. `}
        {isMoving(data) ? progressWords(data) : isAwaited(data, asked) ? "New keys are being made …" : null}
      </p>
      {mayReplace === "replace" && current !== undefined ? (
        <Button
          ref={opener}
          size="sm"
          variant="secondary"
          className="w-fit"
          onClick={() => setAsking("open")}
        >
          Replace the keys …
        </Button>
      ) : null}
      {asking === "open" ? (
        <FormDialog
          {...state}
          title="Replace the encryption keys?"
          description="Do this when a key may be known to somebody. New keys are made, and everything is moved to them while you work; nobody notices. The old keys stay readable for old backups, so nothing is lost."
          confirmLabel="Replace the keys"
          opener={opener}
          onClose={() => setAsking("closed")}
          onConfirm={() => run({})}
        />
      ) : null}
      {dialog}
    </section>
  );
}

function currentOf(keys: Keys | undefined) {
  return keys?.keys.find(({ purpose, state }) => purpose === "data" && state === "current");
}

/** Rows are on their way to the current key. */
function isMoving(keys: Keys | undefined): boolean {
  return keys?.progress.some(({ finishedAt }) => finishedAt === null) === true;
}

/** Somebody asked here, and the key in use is still the one of before, or nothing has been moved to the new one. */
function isAwaited(keys: Keys | undefined, asked: { readonly insteadOf: string | undefined } | undefined) {
  if (asked === undefined) return false;
  return currentOf(keys)?.id === asked.insteadOf || keys?.progress.length === 0;
}

function progressWords({ progress }: Keys): string {
  const total = progress.reduce((sum, one) => sum + one.total, 0);
  const done = progress.reduce((sum, one) => sum + Math.min(one.done, one.total), 0);
  return done < total
    ? `Being replaced: ${done} of ${total} records are moved.`
    : "Being replaced: all records are moved, and looked at once more.";
}
