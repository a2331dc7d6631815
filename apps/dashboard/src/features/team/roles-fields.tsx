import type { StaffInput } from "@quietroom/api/client";
import { type StaffRole, staffRoles } from "@quietroom/domain/access";
import { asId } from "@quietroom/domain/ids";
import { Field, FieldGroup, FieldRow } from "@quietroom/ui/blocks/field";
import { Checkbox } from "@quietroom/ui/primitives/checkbox";
import { NativeSelect } from "@quietroom/ui/primitives/native-select";
import type { Team } from "./member.ts";
import { roleWords } from "./role-words.ts";

type PractitionerChoice = StaffInput["team"]["changeRoles"]["practitioner"];

export type RolesChoice = {
  readonly roles: readonly StaffRole[];
  /** "none", "new", or the id of a record that is there. */
  readonly record: string;
};

/** Roles to tick and, for those whose roles see clients, the record under which they do. */
export function RolesFields({
  choice,
  free,
  hasRecord,
  error,
  onChange,
}: {
  readonly choice: RolesChoice;
  readonly free: Team["freePractitioners"];
  /** Somebody who sees clients already keeps their record. */
  readonly hasRecord: boolean;
  readonly error: string | undefined;
  readonly onChange: (choice: RolesChoice) => void;
}) {
  const { roles, record } = choice;
  const tick = (role: StaffRole) =>
    onChange({
      record,
      roles: staffRoles.filter((one) => (one === role) !== roles.includes(one)),
    });
  return (
    <>
      <FieldGroup
        name="roles"
        label="Roles"
        hint="One or several. What they may see is the sum."
        error={error}
      >
        <div className="grid gap-2.5">
          {staffRoles.map((role) => (
            <FieldRow
              key={role}
              name={role}
              id={`role-${role}`}
              label={roleWords(role).name}
              hint={roleWords(role).meaning}
            >
              {(control) => (
                <Checkbox {...control} checked={roles.includes(role)} onChange={() => tick(role)} />
              )}
            </FieldRow>
          ))}
        </div>
      </FieldGroup>
      {hasRecord || !seesClients(roles) ? null : (
        <Field
          name="record"
          label="Sees clients as"
          hint="Their place on the calendar and on the booking page. A new one gets its hours and services afterwards."
        >
          {(control) => (
            <NativeSelect
              {...control}
              value={record}
              onChange={(event) => onChange({ roles, record: event.target.value })}
            >
              <option value="none">Nobody yet</option>
              <option value="new">A new practitioner in their name</option>
              {free.map(({ id, displayName }) => (
                <option key={id} value={id}>
                  {displayName}
                </option>
              ))}
            </NativeSelect>
          )}
        </Field>
      )}
    </>
  );
}

/** What the server is told of the choice. Roles that see no clients choose nobody. */
export function practitionerIn({ roles, record }: RolesChoice): PractitionerChoice {
  if (!seesClients(roles) || record === "none") return { kind: "none" };
  return record === "new" ? { kind: "new" } : { kind: "existing", practitionerId: asId(record) };
}

function seesClients(roles: readonly StaffRole[]): boolean {
  return roles.some((role) => role === "therapist" || role === "associate" || role === "supervisor");
}
