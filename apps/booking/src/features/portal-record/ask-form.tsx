import { Field } from "@quietroom/ui/blocks/field";
import { SubmitButton } from "@quietroom/ui/blocks/submit-button";
import { NativeSelect } from "@quietroom/ui/primitives/native-select";
import { Textarea } from "@quietroom/ui/primitives/textarea";

/** What a client may ask of the studio that keeps their record. */
export function AskForm({
  action,
  error,
}: {
  readonly action: (form: FormData) => Promise<void>;
  readonly error: string | undefined;
}) {
  return (
    <section id="ask" aria-labelledby="ask-heading" className="grid gap-4">
      <h2 id="ask-heading" className="display text-2xl">
        Ask for a change
      </h2>
      <p className="max-w-[62ch] text-muted">
        The studio answers within 60 days. It corrects what is wrong in your record, or says why not.
      </p>
      <form action={action} className="grid max-w-xl gap-4">
        <Field name="kind" label="What you ask for">
          {(control) => (
            <NativeSelect {...control} defaultValue="correction">
              <option value="correction">Correct something that is wrong</option>
              <option value="restriction">Use or share less of it</option>
            </NativeSelect>
          )}
        </Field>
        <Field name="wish" label="In your own words" required error={error}>
          {(control) => <Textarea {...control} rows={4} maxLength={2000} />}
        </Field>
        <SubmitButton className="w-fit" pendingLabel="Sending …">
          Send to the studio
        </SubmitButton>
      </form>
    </section>
  );
}
