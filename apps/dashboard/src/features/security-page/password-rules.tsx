"use client";

import type { StaffInput, StaffOutput } from "@quietroom/api/client";
import { characterKinds, mostHistory, passwordAgeDays } from "@quietroom/domain/access";
import { Field, FieldGroup, FieldRow } from "@quietroom/ui/blocks/field";
import { Notice } from "@quietroom/ui/blocks/notice";
import { Button } from "@quietroom/ui/primitives/button";
import { Checkbox } from "@quietroom/ui/primitives/checkbox";
import { Input } from "@quietroom/ui/primitives/input";
import { Switch } from "@quietroom/ui/primitives/switch";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { useProvenAct } from "../../prove/use-proven-act.tsx";

type Rules = StaffInput["security"]["setPasswordRules"];

const kindLabels = {
  lower: "A small letter",
  upper: "A capital letter",
  digit: "A digit",
  other: "A sign or a space",
} as const;

/** A number as it is typed, so that a field may be empty for a moment. */
type Typed = { readonly history: string; readonly days: string };

/** What the studio asks of its people's passwords beyond what holds for everyone (AUTH-02, AUTH-03). */
export function PasswordRules({ initial }: { readonly initial: StaffOutput["security"]["passwordRules"] }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.security.passwordRules.queryOptions({}, { initialData: initial }));
  const [changed, setChanged] = useState<Rules>();
  const [typed, setTyped] = useState<Typed>();
  const [wrong, setWrong] = useState<Partial<Typed>>({});
  const { run, pending, error, dialog } = useProvenAct(trpc.security.setPasswordRules.mutationOptions(), {
    done: "Saved",
    refusals: {},
    onDone: () => {
      setChanged(undefined);
      setTyped(undefined);
    },
  });
  const rules: Rules = changed ?? data;
  const shown: Typed = typed ?? {
    history: String(rules.history === 0 ? 5 : rules.history),
    days: String(rules.maxAgeDays ?? passwordAgeDays.suggested),
  };

  function save(): void {
    const history = rules.history === 0 ? 0 : Number(shown.history);
    const maxAgeDays = rules.maxAgeDays === null ? null : Number(shown.days);
    const { least, most } = passwordAgeDays;
    const isBetween = (count: number, from: number, to: number) =>
      Number.isInteger(count) && count >= from && count <= to;
    const flaws = {
      ...(history === 0 || isBetween(history, 1, mostHistory)
        ? {}
        : { history: `Write a number from 1 to ${mostHistory}.` }),
      ...(maxAgeDays === null || isBetween(maxAgeDays, least, most)
        ? {}
        : { days: `Write a number from ${least} to ${most}.` }),
    };
    setWrong(flaws);
    if (Object.keys(flaws).length === 0) run({ composition: rules.composition, history, maxAgeDays });
  }

  return (
    <section aria-labelledby="passwords" className="grid max-w-4xl gap-4">
      <div className="grid gap-1">
        <h2 id="passwords" className="display text-xl">
          Passwords
        </h2>
        <p className="max-w-[62ch] text-muted">
          Everyone's password has 12 characters or more, holds none of their names and is none of the
          commonest, and a second step stands behind it. That is what experts advise. Ask for more only where
          a contract or an insurer wants it of you.
        </p>
      </div>
      <form
        noValidate
        className="grid max-w-xl gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          if (!pending) save();
        }}
      >
        <FieldGroup name="composition" label="A new password also needs">
          <div className="grid gap-2.5">
            {characterKinds.map((kind) => (
              <FieldRow key={kind} name={kind} id={`kind-${kind}`} label={kindLabels[kind]}>
                {(control) => (
                  <Checkbox
                    {...control}
                    checked={rules.composition.includes(kind)}
                    onChange={() =>
                      setChanged({
                        ...rules,
                        composition: characterKinds.filter(
                          (one) => (one === kind) !== rules.composition.includes(one),
                        ),
                      })
                    }
                  />
                )}
              </FieldRow>
            ))}
          </div>
        </FieldGroup>
        <FieldRow
          name="history"
          label="Nobody may go back to a password they had"
          hint="Former ones are kept as hashes, which tell nobody what they were, and deleted when this is turned off."
        >
          {(control) => (
            <Switch
              {...control}
              checked={rules.history > 0}
              onChange={(event) => setChanged({ ...rules, history: event.target.checked ? 5 : 0 })}
            />
          )}
        </FieldRow>
        {rules.history === 0 ? null : (
          <Field
            name="history-count"
            label="How many of their last passwords"
            hint={`The present one counts. ${mostHistory} at most: each makes choosing another one a little slower.`}
            error={wrong.history}
          >
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                className="figures max-w-24"
                maxLength={2}
                value={shown.history}
                onChange={(event) => setTyped({ ...shown, history: event.target.value })}
              />
            )}
          </Field>
        )}
        <FieldRow
          name="expiry"
          label="Passwords end after a while"
          hint="At the first sign-in after that, people choose another one before anything else. Passkeys do not end."
        >
          {(control) => (
            <Switch
              {...control}
              checked={rules.maxAgeDays !== null}
              onChange={(event) =>
                setChanged({ ...rules, maxAgeDays: event.target.checked ? passwordAgeDays.suggested : null })
              }
            />
          )}
        </FieldRow>
        {rules.maxAgeDays === null ? null : (
          <Field name="expiry-days" label="After how many days" error={wrong.days}>
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                className="figures max-w-24"
                maxLength={3}
                value={shown.days}
                onChange={(event) => setTyped({ ...shown, days: event.target.value })}
              />
            )}
          </Field>
        )}
        {error === undefined ? null : <Notice tone="danger">{error}</Notice>}
        <Button type="submit" className="w-fit" aria-disabled={pending} aria-busy={pending}>
          Save the password rules
        </Button>
      </form>
      {dialog}
    </section>
  );
}
