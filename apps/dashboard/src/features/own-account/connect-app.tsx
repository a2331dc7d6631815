import { Field } from "@quietroom/ui/blocks/field";
import { FormDialog } from "@quietroom/ui/blocks/form-dialog";
import { Input } from "@quietroom/ui/primitives/input";
import { useMutation } from "@tanstack/react-query";
import { type RefObject, useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { useProof } from "../../prove/use-proof.tsx";
import { failureWords } from "../../show/failure-words.ts";

/** A code as the server gave it, by the server's clock. */
export type PairingCode = { readonly code: string; readonly endsAt: number };

/** Asks for the app's name and gets the code that connects it. */
export function ConnectApp({
  opener,
  onCode,
  onClose,
}: {
  readonly opener: RefObject<HTMLButtonElement | null>;
  readonly onCode: (code: PairingCode) => void;
  readonly onClose: () => void;
}) {
  const trpc = useTRPC();
  const proof = useProof();
  const [name, setName] = useState("");
  const [missing, setMissing] = useState(false);
  const connect = useMutation(
    trpc.account.connectApp.mutationOptions({
      onSuccess(answer, input) {
        if (!answer.ok) return proof.ask(() => connect.mutate(input));
        onCode(answer.value);
      },
    }),
  );
  return (
    <>
      <FormDialog
        title="Connect an app"
        description="The app asks for a code, which you get here. Connect only what you know and trust."
        confirmLabel={connect.isPending ? "Asking …" : "Show the code"}
        pending={connect.isPending}
        error={connect.isError ? failureWords(connect.error, "Nothing was changed.") : undefined}
        opener={opener}
        onClose={onClose}
        onConfirm={() => {
          setMissing(name.trim() === "");
          if (name.trim() !== "") connect.mutate({ name: name.trim() });
        }}
      >
        <Field
          name="app-name"
          label="Name"
          required
          hint="So that you know it again, such as “Phone” or “Calendar at home”."
          error={missing ? "Give it a name first." : undefined}
        >
          {(control) => (
            <Input
              {...control}
              maxLength={60}
              autoComplete="off"
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
      </FormDialog>
      {proof.dialog}
    </>
  );
}
