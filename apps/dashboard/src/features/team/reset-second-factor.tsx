import { useTRPC } from "../../live/trpc.tsx";
import { useProvenAct } from "../../prove/use-proven-act.tsx";
import { AccountReason } from "./account-reason.tsx";
import type { MemberDialogProps } from "./member.ts";

/** Asks for the reason, then takes a colleague's authenticator app and recovery codes away. */
export function ResetSecondFactor({ member, opener, onClose }: MemberDialogProps) {
  const { staffUserId, displayName } = member;
  const trpc = useTRPC();
  const { run, dialog, ...state } = useProvenAct(trpc.team.resetSecondFactor.mutationOptions(), {
    done: `${displayName} sets up a new app at their next sign-in`,
    refusals: { own_account: "Your own second step is reset by another admin." },
    onDone: onClose,
  });
  return (
    <>
      <AccountReason
        {...state}
        title={`Reset the second step of ${displayName}?`}
        description="Their authenticator app, passkeys and recovery codes stop counting, their sessions end, and they are told by email."
        confirmLabel="Reset second step"
        tone="danger"
        opener={opener}
        onClose={onClose}
        onConfirm={(reason) => run({ staffUserId, reason })}
      />
      {dialog}
    </>
  );
}
