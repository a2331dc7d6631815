"use client";

import { Field } from "@quietroom/ui/blocks/field";
import { Notice } from "@quietroom/ui/blocks/notice";
import { Button } from "@quietroom/ui/primitives/button";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@quietroom/ui/primitives/dialog";
import { Input } from "@quietroom/ui/primitives/input";
import { type ReactNode, useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { goToSignIn } from "../live/leave.ts";
import { useTRPC } from "../live/trpc.tsx";
import { PasskeyNotice } from "./passkey-notice.tsx";
import { proveWithCode } from "./prove-with-code.ts";
import { type PasskeyProof, proveWithPasskey } from "./prove-with-passkey.ts";
import { TooManyAttempts } from "./too-many-attempts.tsx";

type State = "ready" | "sending" | "at_device" | "wrong_passkey" | Exclude<PasskeyProof, "proven" | "over">;

/**
 * For changes that ask for a fresh second factor: `ask` opens a dialog for a code, and does again what was refused once the code
 * counts. Put `dialog` anywhere in the page.
 */
export function useProof(): { readonly ask: (again: () => void) => void; readonly dialog: ReactNode } {
  const [again, setAgain] = useState<(() => void) | null>(null);
  return {
    ask: (then) => setAgain(() => then),
    dialog:
      again === null ? null : (
        <ProveDialog
          onProven={() => {
            setAgain(null);
            again();
          }}
          onClose={() => setAgain(null)}
        />
      ),
  };
}

function ProveDialog({ onProven, onClose }: { readonly onProven: () => void; readonly onClose: () => void }) {
  const [state, setState] = useState<State>("ready");
  const trpc = useTRPC();
  const { data } = useQuery(trpc.passkey.list.queryOptions({}));
  const busy = state === "sending" || state === "at_device";

  function settle(answer: PasskeyProof, wrong: "wrong" | "wrong_passkey"): void {
    if (answer === "proven") onProven();
    else if (answer === "over") goToSignIn();
    else setState(answer === "wrong" ? wrong : answer);
  }

  async function submit(code: string): Promise<void> {
    setState("sending");
    settle(await proveWithCode(code), "wrong");
  }

  async function usePasskey(): Promise<void> {
    setState("at_device");
    settle(await proveWithPasskey(), "wrong_passkey");
  }

  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>Is it still you?</DialogTitle>
          <DialogDescription>
            This change asks for a new code, as the last one was more than five minutes ago.
          </DialogDescription>
        </DialogHeader>
        <form
          className="grid gap-5"
          onSubmit={(event) => {
            event.preventDefault();
            const code = new FormData(event.currentTarget).get("code");
            if (!busy) void submit(typeof code === "string" ? code : "");
          }}
        >
          {state === "locked" ? <TooManyAttempts /> : null}
          {state === "unavailable" ? (
            <Notice tone="caution">The server did not answer. Wait a moment, then try again.</Notice>
          ) : null}
          {state === "cancelled" || state === "none" || state === "wrong_passkey" ? (
            <PasskeyNotice
              why={state === "wrong_passkey" ? "wrong" : state}
              instead="Try again, or type a code of your app."
            />
          ) : null}
          <Field
            name="code"
            id="prove-code"
            label="Code"
            required
            hint="The six digits in your authenticator app, or one of your recovery codes."
            error={
              state === "wrong" ? "That code does not count. Wait for the next one and try again." : undefined
            }
          >
            {(control) => (
              <Input {...control} autoComplete="one-time-code" spellCheck={false} maxLength={40} />
            )}
          </Field>
          <DialogFooter>
            <Button type="button" variant="secondary" onClick={onClose}>
              Leave it
            </Button>
            {(data?.passkeys.length ?? 0) === 0 ? null : (
              <Button
                type="button"
                variant="secondary"
                aria-disabled={busy}
                onClick={() => {
                  if (!busy) void usePasskey();
                }}
              >
                {state === "at_device" ? "Waiting …" : "Use a passkey"}
              </Button>
            )}
            <Button type="submit" aria-disabled={busy}>
              {state === "sending" ? "Checking …" : "Continue"}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
