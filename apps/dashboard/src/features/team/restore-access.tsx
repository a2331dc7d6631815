import { asId } from "@quietroom/domain/ids";
import { useTRPC } from "../../live/trpc.tsx";
import { useProvenAct } from "../../prove/use-proven-act.tsx";
import { AccountReason } from "./account-reason.tsx";
import type { MemberDialogProps } from "./member.ts";
import { rolesText } from "./role-words.ts";

/** Asks for the reason, then lets somebody who left sign in again. */
export function RestoreAccess({ member, opener, onClose }: MemberDialogProps) {
  const { staffUserId, displayName, roles } = member;
  const trpc = useTRPC();
  const { run, dialog, ...state } = useProvenAct(trpc.team.restoreAccess.mutationOptions(), {
    done: `${displayName} can sign in again`,
    refusals: {
      practitioner_taken: "Somebody else sees clients under their record now. Invite them anew instead.",
    },
    onDone: onClose,
  });
  return (
    <>
      <AccountReason
        {...state}
        title={`Give ${displayName} access again?`}
        description={`They sign in with the password and the app they had, as ${rolesText(roles)}. Supervision and cover do not come back by themselves. They are told by email.`}
        confirmLabel="Give access again"
        opener={opener}
        onClose={onClose}
        onConfirm={(reason) => run({ staffUserId: asId(staffUserId), reason })}
      />
      {dialog}
    </>
  );
}
