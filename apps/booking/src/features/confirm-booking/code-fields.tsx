import { Field } from "@quietroom/ui/blocks/field";
import { SubmitButton } from "@quietroom/ui/blocks/submit-button";
import { Input } from "@quietroom/ui/primitives/input";
import { BotTrap } from "../../bot-check/bot-trap.tsx";
import type { DetailsForm } from "../../client-details/details-form.ts";
import { type CodeStep, type Wanted, wantedName } from "./code-step.ts";

/**
 * The code from the email, and the ways on when it does not come. What was typed before travels along unseen: the server keeps nothing of it.
 * Plain fields and buttons: they work before and without JavaScript.
 */
export function CodeFields({
  values,
  step,
  bookLabel,
  phone,
  phoneHref,
}: {
  readonly values: DetailsForm["values"];
  readonly step: CodeStep;
  readonly bookLabel: string;
  readonly phone: string;
  readonly phoneHref: string;
}) {
  const wants = (value: Wanted) => ({ name: wantedName, value });
  return (
    <section aria-labelledby="confirm-email" className="grid gap-5">
      <BotTrap />
      {Object.entries(values).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <input type="hidden" name="acceptPolicy" value="on" />
      <input type="hidden" name="acceptDocuments" value="on" />
      <input type="hidden" name="documents" value={step.documents} />
      <input type="hidden" name="policyVersion" value={step.policyVersion} />
      <div className="grid gap-2">
        <h2 id="confirm-email" className="display text-xl">
          Confirm your email address
        </h2>
        <p>
          We sent a code of six digits to <strong className="break-words">{values.email}</strong>. It counts
          for 15 minutes. Nothing is booked before you enter it.
        </p>
      </div>
      <Field
        name="code"
        label="Code from the email"
        hint="Six digits."
        error={step.error ?? undefined}
        required
      >
        {(control) => (
          <Input
            {...control}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={20}
            className="figures max-w-48 tracking-widest"
          />
        )}
      </Field>
      {/* The first button of the form is the one that the Enter key presses. */}
      <div>
        <SubmitButton size="lg" pendingLabel="One moment …">
          {bookLabel}
        </SubmitButton>
      </div>
      <div className="grid gap-3 rounded-lg border border-line bg-sunken/60 p-5">
        <p>
          Nothing came within a minute or two? Look among unwanted mail, send a new code, or call{" "}
          <a className="whitespace-nowrap underline underline-offset-4" href={phoneHref}>
            {phone}
          </a>{" "}
          and we book it with you.
        </p>
        <div className="flex flex-wrap gap-3">
          <SubmitButton variant="secondary" pendingLabel="One moment …" {...wants("another_code")}>
            Send a new code
          </SubmitButton>
          <SubmitButton variant="secondary" pendingLabel="One moment …" {...wants("other_details")}>
            Change the address
          </SubmitButton>
        </div>
      </div>
    </section>
  );
}
