"use client";

import { Field } from "@quietroom/ui/blocks/field";
import { FormDialog } from "@quietroom/ui/blocks/form-dialog";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { Button } from "@quietroom/ui/primitives/button";
import { Input } from "@quietroom/ui/primitives/input";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type RefObject, useRef, useState } from "react";
import { goToSignIn } from "../../live/leave.ts";
import { changeOwnPassword } from "../../prove/change-own-password.ts";
import { isPasswordRefusal, NewPasswordField, type PasswordRule } from "../../prove/new-password-field.tsx";
import { TooManyAttempts } from "../../prove/too-many-attempts.tsx";
import { useProof } from "../../prove/use-proof.tsx";
import { calendarDay, type StudioClock } from "../../show/format-time.ts";

/** One's own password, to be changed. */
export function OwnPassword({
  rule,
  endsAt,
  clock,
}: {
  readonly rule: PasswordRule;
  /** When it is over by age; null for never. */
  readonly endsAt: number | null;
  readonly clock: StudioClock;
}) {
  const opener = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  return (
    <section aria-labelledby="own-password" className="grid justify-items-start gap-3">
      <h2 id="own-password" className="font-semibold text-lg">
        Password
      </h2>
      <p>Changing it signs you out everywhere else, and you are told by email.</p>
      {endsAt === null ? null : (
        <p className="text-muted text-sm">
          Your studio asks for another one every so often. This one counts until {calendarDay(endsAt, clock)}.
        </p>
      )}
      <Button ref={opener} variant="secondary" onClick={() => setOpen(true)}>
        Change password
      </Button>
      {open ? <ChangePassword rule={rule} opener={opener} onClose={() => setOpen(false)} /> : null}
    </section>
  );
}

type Passwords = { readonly current: string; readonly next: string };

function ChangePassword({
  rule,
  opener,
  onClose,
}: {
  readonly rule: PasswordRule;
  readonly opener: RefObject<HTMLButtonElement | null>;
  readonly onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const notify = useNotify();
  const proof = useProof();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const change = useMutation({
    mutationFn: async (passwords: Passwords) => await changeOwnPassword(passwords.current, passwords.next),
    async onSuccess(answer, passwords) {
      if (answer === "second_factor_needed") return proof.ask(() => change.mutate(passwords));
      if (answer === "session_over") return goToSignIn();
      if (answer !== "changed") return;
      notify({ title: "Your password is changed", tone: "positive" });
      onClose();
      await queryClient.invalidateQueries();
    },
  });
  const answer = change.data;
  return (
    <>
      <FormDialog
        title="Change your password"
        description="Wherever else you are signed in, you are signed out."
        confirmLabel={change.isPending ? "Changing …" : "Change password"}
        pending={change.isPending}
        error={
          answer === "unavailable" ? "The server did not answer. Nothing was changed; try again." : undefined
        }
        opener={opener}
        onClose={onClose}
        onConfirm={() => {
          if (current !== "" && next !== "") change.mutate({ current, next });
        }}
      >
        {answer === "locked" ? <TooManyAttempts /> : null}
        <Field
          name="current-password"
          label="Password until now"
          required
          error={answer === "wrong_password" ? "That is not your password." : undefined}
        >
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="current-password"
              value={current}
              onChange={(event) => setCurrent(event.target.value)}
            />
          )}
        </Field>
        <NewPasswordField
          rule={rule}
          onChange={setNext}
          refusal={answer !== undefined && isPasswordRefusal(answer) ? answer : null}
        />
      </FormDialog>
      {proof.dialog}
    </>
  );
}
