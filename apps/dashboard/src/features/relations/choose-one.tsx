import { Field } from "@quietroom/ui/blocks/field";
import { NativeSelect } from "@quietroom/ui/primitives/native-select";

/** One person out of some. */
export function ChooseOne({
  name,
  label,
  hint,
  people,
  chosen,
  onChoose,
}: {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly people: readonly { readonly id: string; readonly name: string }[];
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
}) {
  return (
    <Field name={name} label={label} hint={hint}>
      {(control) => (
        <NativeSelect {...control} value={chosen} onChange={(event) => onChoose(event.target.value)}>
          {people.map((person) => (
            <option key={person.id} value={person.id}>
              {person.name}
            </option>
          ))}
        </NativeSelect>
      )}
    </Field>
  );
}
