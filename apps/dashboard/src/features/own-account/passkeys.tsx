"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { ConfirmDialog } from "@quietroom/ui/blocks/confirm-dialog";
import { Button } from "@quietroom/ui/primitives/button";
import { useQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useRef, useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { useProvenAct } from "../../prove/use-proven-act.tsx";
import { calendarDay, dateTime, type StudioClock } from "../../show/format-time.ts";
import { AddPasskey } from "./add-passkey.tsx";

type Passkey = StaffOutput["passkey"]["list"]["passkeys"][number];

/** One's own passkeys: what they are for, which there are, and how to add and remove one. */
export function Passkeys({
  initial,
  clock,
}: {
  readonly initial: StaffOutput["passkey"]["list"];
  readonly clock: StudioClock;
}) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.passkey.list.queryOptions({}, { initialData: initial }));
  const [open, setOpen] = useState<"add" | Passkey | null>(null);
  const opener = useRef<HTMLButtonElement>(null);
  return (
    <section aria-labelledby="passkeys" className="grid justify-items-start gap-3">
      <h2 id="passkeys" className="font-semibold text-lg">
        Passkeys
      </h2>
      <p>
        A passkey lets you in with your fingerprint, your face or the PIN of your device: in place of password
        and code, or in place of the code alone. {data.passkeys.length === 0 ? "You have none." : null}
      </p>
      {data.passkeys.length === 0 ? null : (
        <ul
          aria-label="Your passkeys"
          className="grid w-full divide-y divide-line rounded-lg border border-line bg-raised"
        >
          {data.passkeys.map((passkey) => (
            <li
              key={passkey.passkeyId}
              className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3"
            >
              <div className="grid min-w-0 gap-0.5">
                <p className="break-words font-medium">{passkey.name}</p>
                <p className="text-muted text-sm">
                  Added on {calendarDay(passkey.createdAt, clock)},{" "}
                  {passkey.lastUsedAt === null
                    ? "not used yet"
                    : `last used ${dateTime(passkey.lastUsedAt, clock)}`}
                </p>
              </div>
              <Button size="sm" variant="secondary" onClick={() => setOpen(passkey)}>
                Remove<span className="sr-only"> {passkey.name}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Button ref={opener} variant="secondary" onClick={() => setOpen("add")}>
        <KeyRound aria-hidden="true" />
        Add a passkey
      </Button>
      {open === "add" ? <AddPasskey opener={opener} onClose={() => setOpen(null)} /> : null}
      {open === null || open === "add" ? null : (
        <RemovePasskey passkey={open} onClose={() => setOpen(null)} />
      )}
    </section>
  );
}

function RemovePasskey({
  passkey: { passkeyId, name },
  onClose,
}: {
  readonly passkey: Passkey;
  readonly onClose: () => void;
}) {
  const trpc = useTRPC();
  const { run, pending, error, dialog } = useProvenAct(trpc.passkey.remove.mutationOptions(), {
    done: "The passkey is removed",
    refusals: {},
    onDone: onClose,
  });
  return (
    <>
      <ConfirmDialog
        open
        onOpenChange={(open) => !open && onClose()}
        title={`Remove ${name}?`}
        description="It no longer signs you in. Your device may go on offering it until you delete it there too."
        confirmLabel="Remove"
        tone="danger"
        pending={pending}
        error={error}
        onConfirm={() => run({ passkeyId })}
      />
      {dialog}
    </>
  );
}
