import { isStaffRole } from "@quietroom/domain/access";
import { asId } from "@quietroom/domain/ids";
import { FormDialog } from "@quietroom/ui/blocks/form-dialog";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { useProvenAct } from "../../prove/use-proven-act.tsx";
import type { MemberDialogProps, Team } from "./member.ts";
import { practitionerIn, type RolesChoice, RolesFields } from "./roles-fields.tsx";

/** What a colleague may do from now on. */
export function ChangeRoles({
  member,
  free,
  opener,
  onClose,
}: MemberDialogProps & { readonly free: Team["freePractitioners"] }) {
  const { staffUserId, displayName, seesClients } = member;
  const trpc = useTRPC();
  const [choice, setChoice] = useState<RolesChoice>({
    roles: member.roles.filter(isStaffRole),
    record: "none",
  });
  const [missing, setMissing] = useState<string>();
  const { run, dialog, ...state } = useProvenAct(trpc.team.changeRoles.mutationOptions(), {
    done: `${displayName} has other roles`,
    refusals: {
      own_account: "Your own roles are changed by another admin.",
      inactive: `${displayName} has no access. Give it back first.`,
      last_admin: `${displayName} is the only admin left. Make somebody else an admin first.`,
      has_practitioner: `${displayName} sees clients already, under the record they have.`,
      practitioner_limit: "Your studio has as many practitioners as it can have. Choose one that is there.",
      practitioner_taken: "Somebody else sees clients under that record. Choose another.",
    },
    onDone: onClose,
  });
  return (
    <>
      <FormDialog
        {...state}
        title={`Roles of ${displayName}`}
        description="They are signed out everywhere, told by email, and sign in again to the new roles."
        confirmLabel="Change roles"
        opener={opener}
        onClose={onClose}
        onConfirm={() => {
          const { roles } = choice;
          setMissing(roles.length === 0 ? "Tick one role at least." : undefined);
          if (roles.length === 0) return;
          run({ staffUserId: asId(staffUserId), roles: [...roles], practitioner: practitionerIn(choice) });
        }}
      >
        <RolesFields
          choice={choice}
          free={free}
          hasRecord={seesClients}
          error={missing}
          onChange={(next) => {
            setChoice(next);
            setMissing(undefined);
          }}
        />
      </FormDialog>
      {dialog}
    </>
  );
}
