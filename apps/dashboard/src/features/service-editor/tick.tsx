import { Checkbox } from "@quietroom/ui/primitives/checkbox";

/** One of several that may all be chosen. */
export function Tick({
  name,
  value,
  label,
  checked,
}: {
  readonly name: string;
  readonly value: string;
  readonly label: string;
  readonly checked: boolean;
}) {
  return (
    <label className="flex min-h-9 items-center gap-2">
      <Checkbox name={name} value={value} defaultChecked={checked} />
      {label}
    </label>
  );
}
