import { Field } from "@quietroom/ui/blocks/field";
import { formText } from "@quietroom/ui/form-text";
import { Input } from "@quietroom/ui/primitives/input";
import { NativeSelect } from "@quietroom/ui/primitives/native-select";
import type { Service } from "./service-form.tsx";

/** What a service may have of its own instead of the studio's booking rules: how long before, and how far ahead. */
export function OwnRules({
  service,
  errorAt,
}: {
  readonly service: Service | null;
  readonly errorAt: (field: string) => string | undefined;
}) {
  const notice = service?.ownNotice ?? null;
  return (
    <div className="grid grid-cols-2 gap-4">
      <Field
        name="ownNoticeHours"
        label="Shortest notice, hours"
        hint="Both empty: the studio's."
        error={errorAt("ownNotice")}
        optional
      >
        {(control) => (
          <Input
            {...control}
            inputMode="decimal"
            defaultValue={notice === null ? "" : Math.round((notice.minNoticeMin / 60) * 100) / 100}
          />
        )}
      </Field>
      <Field name="ownNoticeDays" label="And days before" hint="By the calendar." optional>
        {(control) => <Input {...control} inputMode="numeric" defaultValue={notice?.minNoticeDays ?? ""} />}
      </Field>
      <Field
        name="horizon"
        label="Bookable ahead"
        hint="Empty: the studio's."
        error={errorAt("horizonDays") ?? errorAt("horizonBusinessDays")}
        optional
      >
        {(control) => (
          <Input
            {...control}
            inputMode="numeric"
            defaultValue={service?.horizonBusinessDays ?? service?.horizonDays ?? ""}
          />
        )}
      </Field>
      <Field name="horizonUnit" label="Counted in" hint="Business days: the place is open.">
        {(control) => (
          <NativeSelect
            {...control}
            defaultValue={typeof service?.horizonDays === "number" ? "days" : "business_days"}
          >
            <option value="business_days">Business days</option>
            <option value="days">Days</option>
          </NativeSelect>
        )}
      </Field>
    </div>
  );
}

export const ownRuleErrors = {
  ownNotice: "Type hours from 0 to 720, and whole days from 0 to 365.",
  horizonDays: "Type a whole number of days from 1 to 730.",
  horizonBusinessDays: "Type a whole number of business days from 1 to 260.",
} as const;

/** As typed, for the schema to judge; a notice of which one part is said asks for nothing by the other. */
export function readOwnRules(form: FormData) {
  const typed = (name: string) => {
    const text = formText(form, name).trim();
    return text === "" ? null : Number(text);
  };
  const hours = typed("ownNoticeHours");
  const days = typed("ownNoticeDays");
  const horizon = typed("horizon");
  const inBusinessDays = formText(form, "horizonUnit") === "business_days";
  return {
    ownNotice:
      hours === null && days === null
        ? null
        : { minNoticeMin: Math.round((hours ?? 0) * 60), minNoticeDays: days ?? 0 },
    horizonDays: inBusinessDays ? null : horizon,
    horizonBusinessDays: inBusinessDays ? horizon : null,
  };
}
