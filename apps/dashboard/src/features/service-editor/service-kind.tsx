import { serviceColors } from "@quietroom/domain/scheduling";
import { Field } from "@quietroom/ui/blocks/field";
import { formText } from "@quietroom/ui/form-text";
import { Input } from "@quietroom/ui/primitives/input";
import { NativeSelect } from "@quietroom/ui/primitives/native-select";
import { colorNames } from "../../show/service-color.tsx";
import type { Service } from "./service-form.tsx";

/** How a service is sorted and shown: its category, in the studio's own words, and its color on the calendar. */
export function ServiceKind({
  service,
  categories,
  errorAt,
}: {
  readonly service: Service | null;
  /** Those that other services have, to choose from. */
  readonly categories: readonly string[];
  readonly errorAt: (field: string) => string | undefined;
}) {
  return (
    <div className="grid grid-cols-2 gap-4">
      <Field
        name="category"
        label="Category"
        hint="Sorts the booking page."
        error={errorAt("category")}
        optional
      >
        {(control) => (
          <>
            <Input {...control} list="categories" defaultValue={service?.category ?? ""} maxLength={60} />
            <datalist id="categories">
              {categories.map((category) => (
                <option key={category} value={category}>
                  {category}
                </option>
              ))}
            </datalist>
          </>
        )}
      </Field>
      <Field name="color" label="Color" hint="On the calendar, beside its name." error={errorAt("color")}>
        {(control) => (
          <NativeSelect {...control} defaultValue={service?.color ?? ""}>
            <option value="">None</option>
            {serviceColors.map((color) => (
              <option key={color} value={color}>
                {colorNames[color]}
              </option>
            ))}
          </NativeSelect>
        )}
      </Field>
    </div>
  );
}

export function readKind(form: FormData) {
  return { category: formText(form, "category"), color: formText(form, "color") || null };
}
