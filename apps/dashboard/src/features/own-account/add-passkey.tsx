import { Field } from "@quietroom/ui/blocks/field";
import { FormDialog } from "@quietroom/ui/blocks/form-dialog";
import { Input } from "@quietroom/ui/primitives/input";
import { type RefObject, useState } from "react";
import { useTRPCClient } from "../../live/trpc.tsx";
import { useProvenAct } from "../../prove/use-proven-act.tsx";
import { makePasskey } from "./make-passkey.ts";

/** Asks for a name, then lets the device make a passkey and keeps it. */
export function AddPasskey({
  opener,
  onClose,
}: {
  readonly opener: RefObject<HTMLButtonElement | null>;
  readonly onClose: () => void;
}) {
  const server = useTRPCClient();
  const [name, setName] = useState("");
  const [missing, setMissing] = useState(false);
  const { run, pending, error, dialog } = useProvenAct(
    { mutationFn: async (wanted: string) => await makePasskey(server, wanted) },
    {
      done: "The passkey is yours",
      refusals: {
        cancelled: "Your device made none, or its question was left open. Try again.",
        unsupported: "This browser cannot make passkeys. Try another one, or another device.",
        known_already: "This device has a passkey of yours already.",
        not_valid: "Your device's answer came too late or does not fit. Try again.",
        too_many: "Ten passkeys are as many as there may be. Remove one first.",
      },
      onDone: onClose,
    },
  );
  return (
    <>
      <FormDialog
        title="Add a passkey"
        description="Your device asks who you are and keeps the passkey. We learn neither your fingerprint nor your PIN."
        confirmLabel={pending ? "Waiting for your device …" : "Go on"}
        pending={pending}
        error={error}
        opener={opener}
        onClose={onClose}
        onConfirm={() => {
          setMissing(name.trim() === "");
          if (name.trim() !== "") run(name.trim());
        }}
      >
        <Field
          name="passkey-name"
          label="Name"
          required
          hint="So that you know it again, such as “Phone” or “Desk computer”."
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
      {dialog}
    </>
  );
}
