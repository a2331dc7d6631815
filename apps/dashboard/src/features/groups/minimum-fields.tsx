import { Field } from "@quietroom/ui/blocks/field";
import { formText } from "@quietroom/ui/form-text";
import { Input } from "@quietroom/ui/primitives/input";

type Minimum = { readonly people: number; readonly hoursBefore: number };

/** For how few people a session is held, and when that is decided; no number of people means for anybody who comes. */
export function MinimumFields({
  minimum,
  error,
}: {
  readonly minimum: Minimum | null;
  readonly error: string | undefined;
}) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field
        name="minimumPeople"
        label="Least people"
        hint="With fewer it is called off by itself, and whoever’s address takes mail is told."
        error={error}
        optional
      >
        {(control) => (
          <Input
            {...control}
            type="number"
            min={1}
            max={200}
            defaultValue={minimum?.people ?? ""}
            inputMode="numeric"
          />
        )}
      </Field>
      <Field name="minimumHours" label="Decided, hours before" hint="Counted back from its beginning.">
        {(control) => (
          <Input
            {...control}
            type="number"
            min={1}
            max={336}
            defaultValue={minimum?.hoursBefore ?? 24}
            inputMode="numeric"
          />
        )}
      </Field>
    </div>
  );
}

/** What the fields say; numbers that are none become ones that the contract refuses. */
export function readMinimum(form: FormData): Minimum | null {
  const people = formText(form, "minimumPeople");
  return people === ""
    ? null
    : { people: Number(people), hoursBefore: Number(formText(form, "minimumHours")) };
}

/** What is wrong with the numbers, in words. */
export const minimumMissing = "Between 1 and 200 people, decided 1 to 336 hours before.";
