import { Field } from "@quietroom/ui/blocks/field";
import { Button } from "@quietroom/ui/primitives/button";
import { Input } from "@quietroom/ui/primitives/input";
import { NativeSelect } from "@quietroom/ui/primitives/native-select";

/** Whose visits, on which dates: an address of its own, so that it can be kept and sent on. */
export function ChooseDates({
  people,
  practitionerId,
  from,
  until,
}: {
  readonly people: readonly { readonly id: string; readonly displayName: string }[];
  readonly practitionerId: string | null;
  readonly from: string;
  readonly until: string | null;
}) {
  return (
    <form
      noValidate
      method="get"
      aria-label="Whose visits"
      className="flex flex-wrap items-end gap-3 rounded-lg border border-line bg-raised p-4"
    >
      <Field name="practitioner" label="Who is not there" className="min-w-0">
        {(control) => (
          <NativeSelect {...control} defaultValue={practitionerId ?? people[0]?.id}>
            {people.map(({ id, displayName }) => (
              <option key={id} value={id}>
                {displayName}
              </option>
            ))}
          </NativeSelect>
        )}
      </Field>
      <Field name="from" label="First day">
        {(control) => <Input {...control} type="date" defaultValue={from} />}
      </Field>
      <Field name="until" label="Last day" optional>
        {(control) => <Input {...control} type="date" defaultValue={until ?? ""} />}
      </Field>
      <Button type="submit">Show visits</Button>
    </form>
  );
}
