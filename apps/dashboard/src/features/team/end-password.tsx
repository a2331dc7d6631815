import { asId } from "@quietroom/domain/ids";
import { useTRPC } from "../../live/trpc.tsx";
import { useProvenAct } from "../../prove/use-proven-act.tsx";
import { AccountReason } from "./account-reason.tsx";
import type { MemberDialogProps } from "./member.ts";

/** Asks for the reason, then ends everything by which a colleague can sign in, as somebody else may know it. */
export function EndPassword({ member, opener, onClose }: MemberDialogProps) {
  const { staffUserId, displayName } = member;
  const trpc = useTRPC();
  const { run, dialog, ...state } = useProvenAct(trpc.team.endPassword.mutationOptions(), {
    done: `${displayName} chooses a new password and sets up a new app`,
    refusals: { own_account: "Change your own password on the page of your account." },
    onDone: onClose,
  });
  return (
    <>
      <AccountReason
        {...state}
        title={`Make ${displayName} choose a new password?`}
        description="For when somebody else may know how they sign in. They are signed out at once everywhere; their password, authenticator app, passkeys, recovery codes and sign-ins elsewhere stop counting. They are told by email how to come back, and it is kept as an incident for somebody to look at what was done in their name."
        confirmLabel="End the password"
        tone="danger"
        opener={opener}
        onClose={onClose}
        onConfirm={(reason) => run({ staffUserId: asId(staffUserId), reason })}
      />
      {dialog}
    </>
  );
}
