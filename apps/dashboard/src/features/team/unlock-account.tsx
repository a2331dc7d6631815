import { useTRPC } from "../../live/trpc.tsx";
import { useProvenAct } from "../../prove/use-proven-act.tsx";
import { AccountReason } from "./account-reason.tsx";
import type { MemberDialogProps } from "./member.ts";

/** Asks for the reason, then ends the lock of a colleague's account. */
export function UnlockAccount({ member, opener, onClose }: MemberDialogProps) {
  const { staffUserId, displayName } = member;
  const trpc = useTRPC();
  const { run, dialog, ...state } = useProvenAct(trpc.team.unlock.mutationOptions(), {
    done: `${displayName} can sign in again`,
    refusals: { own_account: "Your own account is unlocked by another admin, or by waiting." },
    onDone: onClose,
  });
  return (
    <>
      <AccountReason
        {...state}
        title={`Unlock ${displayName}?`}
        description="Somebody failed to sign in as them too often. Unlock once you know that it was them, or that their password is safe."
        confirmLabel="Unlock"
        opener={opener}
        onClose={onClose}
        onConfirm={(reason) => run({ staffUserId, reason })}
      />
      {dialog}
    </>
  );
}
