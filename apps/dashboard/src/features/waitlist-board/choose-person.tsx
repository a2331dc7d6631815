import type { StaffOutput } from "@quietroom/api/client";
import { FieldGroup } from "@quietroom/ui/blocks/field";
import { Notice } from "@quietroom/ui/blocks/notice";
import { Button } from "@quietroom/ui/primitives/button";
import { RadioCard, RadioGroup } from "@quietroom/ui/primitives/radio-group";
import { Skeleton } from "@quietroom/ui/primitives/skeleton";

type Person = StaffOutput["waitlist"]["line"]["people"][number];

/** One of those in line for an hour, in the order in which they would be asked; it stays current while it is open. */
export function ChoosePerson({
  label,
  line,
  people,
  hint,
  isPossible,
  chosen,
  onChoose,
}: {
  readonly label: string;
  readonly line: { readonly isError: boolean; readonly refetch: () => Promise<unknown> };
  /** Undefined until the line has arrived. */
  readonly people: readonly Person[] | undefined;
  readonly hint: (person: Person) => string;
  readonly isPossible: (person: Person) => boolean;
  readonly chosen: string | undefined;
  readonly onChoose: (entryId: string) => void;
}) {
  if (people === undefined && line.isError) {
    return (
      <Notice
        tone="danger"
        action={
          <Button size="sm" variant="secondary" onClick={() => void line.refetch()}>
            Try again
          </Button>
        }
      >
        The line could not be loaded.
      </Notice>
    );
  }
  if (people === undefined) {
    return (
      <div role="status" className="grid gap-2">
        <span className="sr-only">Loading who is in line …</span>
        <Skeleton className="h-16" />
        <Skeleton className="h-16" />
      </div>
    );
  }
  if (people.length === 0) return <Notice>Nobody is in line for this hour.</Notice>;
  return (
    <FieldGroup name="person" label={label}>
      <RadioGroup>
        {people.map((person) => (
          <RadioCard
            key={person.entryId}
            name="person"
            value={person.entryId}
            required
            disabled={!isPossible(person)}
            checked={chosen === person.entryId}
            onChange={() => onChoose(person.entryId)}
            hint={hint(person)}
          >
            {person.clientName}
          </RadioCard>
        ))}
      </RadioGroup>
    </FieldGroup>
  );
}
