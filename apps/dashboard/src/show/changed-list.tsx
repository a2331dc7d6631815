import type { changedFields } from "./changed-fields.ts";

/** What somebody else changed, one line a field. Each is said at its field as well. */
export function ChangedList({ changed }: { readonly changed: ReturnType<typeof changedFields> }) {
  if (changed.length === 0) return <p>As it was in all that stands here. Something else of it changed.</p>;
  return (
    <ul className="grid gap-0.5">
      {changed.map(({ field, label, present }) => (
        <li key={field} className="break-words">
          {label}: {present}
        </li>
      ))}
    </ul>
  );
}
