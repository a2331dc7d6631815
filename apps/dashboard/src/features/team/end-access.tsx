import { asId } from "@quietroom/domain/ids";
import { useTRPC } from "../../live/trpc.tsx";
import { useProvenAct } from "../../prove/use-proven-act.tsx";
import { AccountReason } from "./account-reason.tsx";
import type { MemberDialogProps } from "./member.ts";

/** Asks for the reason, then ends a colleague's access at once. */
export function EndAccess({ member, opener, onClose }: MemberDialogProps) {
  const { staffUserId, displayName } = member;
  const trpc = useTRPC();
  const { run, dialog, ...state } = useProvenAct(trpc.team.endAccess.mutationOptions(), {
    done: `${displayName} has no access any more`,
    refusals: {
      own_account: "Your own access is ended by another admin.",
      last_admin: `${displayName} is the only admin left. Make somebody else an admin first.`,
    },
    onDone: onClose,
  });
  return (
    <>
      <AccountReason
        {...state}
        title={`End the access of ${displayName}?`}
        description="They are signed out at once everywhere, and cannot sign in again. What they supervise and cover for ends too. Their visits and what they did stay."
        confirmLabel="End access"
        tone="danger"
        opener={opener}
        onClose={onClose}
        onConfirm={(reason) => run({ staffUserId: asId(staffUserId), reason })}
      />
      {dialog}
    </>
  );
}
