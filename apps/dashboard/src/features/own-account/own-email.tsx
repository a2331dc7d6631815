"use client";

import { Field } from "@quietroom/ui/blocks/field";
import { FormDialog } from "@quietroom/ui/blocks/form-dialog";
import { Notice } from "@quietroom/ui/blocks/notice";
import { Button } from "@quietroom/ui/primitives/button";
import { Input } from "@quietroom/ui/primitives/input";
import { useMutation } from "@tanstack/react-query";
import { TRPCClientError } from "@trpc/client";
import { type RefObject, useRef, useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { useProof } from "../../prove/use-proof.tsx";
import { failureWords } from "../../show/failure-words.ts";

const refusals = {
  same_email: "You sign in with this one already.",
  too_many: "You asked three times within the hour. Use the last link, or wait.",
} as const;

/** The address that one signs in with, to be changed by a link that goes to the new one. */
export function OwnEmail({ email }: { readonly email: string }) {
  const opener = useRef<HTMLButtonElement>(null);
  const [asking, setAsking] = useState(false);
  const [asked, setAsked] = useState<string | null>(null);
  return (
    <section aria-labelledby="own-email" className="grid justify-items-start gap-3">
      <h2 id="own-email" className="font-semibold text-lg">
        Email
      </h2>
      <p>
        You sign in as <span className="break-all font-medium">{email}</span>.
      </p>
      {asked === null ? null : (
        <Notice tone="positive" title="Look into the new inbox" className="w-full max-w-xl">
          A link is on its way to <span className="break-all">{asked}</span>. It works once, for an hour.
          Until it is used nothing changes; then you are signed out, and this address is told.
        </Notice>
      )}
      <Button ref={opener} variant="secondary" onClick={() => setAsking(true)}>
        Change email
      </Button>
      {asking ? (
        <ChangeEmail
          opener={opener}
          onAsked={(address) => {
            setAsked(address);
            setAsking(false);
          }}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </section>
  );
}

function ChangeEmail({
  opener,
  onAsked,
  onClose,
}: {
  readonly opener: RefObject<HTMLButtonElement | null>;
  readonly onAsked: (address: string) => void;
  readonly onClose: () => void;
}) {
  const trpc = useTRPC();
  const proof = useProof();
  const [email, setEmail] = useState("");
  const ask = useMutation(
    trpc.account.askEmailChange.mutationOptions({
      onSuccess(answer, input) {
        if (answer.ok) onAsked(email.trim());
        else if (answer.refusal === "second_factor_needed") proof.ask(() => ask.mutate(input));
      },
    }),
  );
  const refusal = ask.data?.ok === false ? ask.data.refusal : "second_factor_needed";
  const unreadable = ask.error instanceof TRPCClientError && ask.error.data?.code === "BAD_REQUEST";
  const typed = refusal === "second_factor_needed" ? undefined : refusals[refusal];
  return (
    <>
      <FormDialog
        title="Change your email"
        description="A link goes to the new address. Nothing changes until it is used."
        confirmLabel={ask.isPending ? "Asking …" : "Send a link there"}
        pending={ask.isPending}
        error={ask.isError && !unreadable ? failureWords(ask.error, "Nothing was changed.") : undefined}
        opener={opener}
        onClose={onClose}
        onConfirm={() => ask.mutate({ email })}
      >
        <Field
          name="new-email"
          label="New email"
          required
          error={unreadable ? "Type a whole email address." : typed}
        >
          {(control) => (
            <Input
              {...control}
              type="email"
              autoComplete="email"
              maxLength={254}
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </Field>
      </FormDialog>
      {proof.dialog}
    </>
  );
}
