import { formText } from "@quietroom/ui/form-text";
import { Field } from "@quietroom/ui/blocks/field";
import { Input } from "@quietroom/ui/primitives/input";
import type { ReactNode } from "react";

type Limits = {
  readonly maxPerDay: number | null;
  readonly maxPerWeek: number | null;
  /** Absent: it has no such limit. */
  readonly maxMinutesPerDay?: number | null;
};

/**
 * How many visits a day and a week, and of a practitioner how many minutes a day; an empty field is no limit. `errorAt` says what is wrong with
 * a field by its name; `children` are fields that stand among them.
 */
export function LimitFields({
  limits,
  errorAt,
  children,
}: {
  readonly limits: Limits;
  readonly errorAt: (field: string) => string | undefined;
  readonly children?: ReactNode;
}) {
  return (
    <div className="field-pairs">
      <Field name="maxPerDay" label="Most visits a day" error={errorAt("maxPerDay")} optional>
        {(control) => <Input {...control} inputMode="numeric" defaultValue={limits.maxPerDay ?? ""} />}
      </Field>
      <Field name="maxPerWeek" label="Most visits a week" error={errorAt("maxPerWeek")} optional>
        {(control) => <Input {...control} inputMode="numeric" defaultValue={limits.maxPerWeek ?? ""} />}
      </Field>
      {limits.maxMinutesPerDay === undefined ? null : (
        <Field
          name="maxMinutesPerDay"
          label="Most minutes a day"
          hint="Of visits, without their buffers."
          error={errorAt("maxMinutesPerDay")}
          optional
        >
          {(control) => (
            <Input {...control} inputMode="numeric" defaultValue={limits.maxMinutesPerDay ?? ""} />
          )}
        </Field>
      )}
      {children}
    </div>
  );
}

/** What was typed; what is no number stays one that no schema takes. */
export function readLimits(form: FormData): Limits {
  const read = (field: string) => {
    const text = formText(form, field).trim();
    return text === "" ? null : Number(text);
  };
  const minutes = form.has("maxMinutesPerDay") ? { maxMinutesPerDay: read("maxMinutesPerDay") } : {};
  return { maxPerDay: read("maxPerDay"), maxPerWeek: read("maxPerWeek"), ...minutes };
}

/** What is wrong with a limit, by its field. */
export const limitErrors: Readonly<Record<string, string>> = {
  maxPerDay: "A whole number from 1 to 200, or nothing for no limit.",
  maxPerWeek: "A whole number from 1 to 1000, or nothing for no limit.",
  maxMinutesPerDay: "A whole number of minutes from 15 to 1440, or nothing for no limit.",
};
