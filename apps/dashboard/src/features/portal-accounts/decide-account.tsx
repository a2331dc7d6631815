import { asId, type Id } from "@quietroom/domain/ids";
import { ReasonDialog } from "@quietroom/ui/blocks/reason-dialog";
import type { ComponentProps } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { useProvenAct } from "../../prove/use-proven-act.tsx";
import type { AccountDialogProps } from "./account.ts";

/** One decision about a client's account and its reason. */
function AccountReason(props: Omit<ComponentProps<typeof ReasonDialog>, "reasonHint">) {
  return <ReasonDialog reasonHint="Kept with the change. No words about their care." {...props} />;
}

function idOf({ clientAccountId }: AccountDialogProps["account"]): Id<"client_account"> {
  return asId<Id<"client_account">>(clientAccountId);
}

/** Shuts a client's account. */
export function SuspendAccount({ account, opener, onClose }: AccountDialogProps) {
  const trpc = useTRPC();
  const { run, dialog, ...state } = useProvenAct(trpc.portalAccounts.suspend.mutationOptions(), {
    done: `The account of ${account.name} is suspended`,
    refusals: { already_suspended: "It is suspended already." },
    onDone: onClose,
  });
  return (
    <>
      <AccountReason
        {...state}
        title={`Suspend the account of ${account.name}?`}
        description="They are signed out at once everywhere and get no way in until you restore it. Their visits, and the links in mail about them, stay."
        confirmLabel="Suspend"
        tone="danger"
        opener={opener}
        onClose={onClose}
        onConfirm={(reason) => run({ clientAccountId: idOf(account), reason })}
      />
      {dialog}
    </>
  );
}

/** Opens it again. */
export function RestoreAccount({ account, opener, onClose }: AccountDialogProps) {
  const trpc = useTRPC();
  const { run, dialog, ...state } = useProvenAct(trpc.portalAccounts.restore.mutationOptions(), {
    done: `${account.name} can come in again`,
    refusals: { not_suspended: "It is not suspended any more." },
    onDone: onClose,
  });
  return (
    <>
      <AccountReason
        {...state}
        title={`Restore the account of ${account.name}?`}
        description="At their next way in they verify their address by email, as at the first time. Their password and their second step are those they had."
        confirmLabel="Restore"
        opener={opener}
        onClose={onClose}
        onConfirm={(reason) => run({ clientAccountId: idOf(account), reason })}
      />
      {dialog}
    </>
  );
}

/** Ends the wait after too many wrong passwords or codes. */
export function UnlockAccount({ account, opener, onClose }: AccountDialogProps) {
  const trpc = useTRPC();
  const { run, dialog, ...state } = useProvenAct(trpc.portalAccounts.unlock.mutationOptions(), {
    done: `${account.name} can try again`,
    refusals: { not_locked: "Nobody has to wait there any more." },
    onDone: onClose,
  });
  return (
    <>
      <AccountReason
        {...state}
        title={`Unlock the account of ${account.name}?`}
        description="Somebody gave wrong passwords or codes for it too often. Unlock once you know that it was them."
        confirmLabel="Unlock"
        opener={opener}
        onClose={onClose}
        onConfirm={(reason) => run({ clientAccountId: idOf(account), reason })}
      />
      {dialog}
    </>
  );
}

/** Takes a client's authenticator app and recovery codes away. */
export function ResetStep({ account, opener, onClose }: AccountDialogProps) {
  const trpc = useTRPC();
  const { run, dialog, ...state } = useProvenAct(trpc.portalAccounts.resetSecondStep.mutationOptions(), {
    done: `The second step of ${account.name} is reset`,
    refusals: { no_app: "They have no authenticator app any more." },
    onDone: onClose,
  });
  return (
    <>
      <AccountReason
        {...state}
        title={`Reset the second step of ${account.name}?`}
        description="Be sure that it is them who ask: see them, or call the number on their record. Their app and recovery codes stop counting, and so does a password too short to stand alone. They are signed out everywhere and told by email."
        confirmLabel="Reset second step"
        tone="danger"
        opener={opener}
        onClose={onClose}
        onConfirm={(reason) => run({ clientAccountId: idOf(account), reason })}
      />
      {dialog}
    </>
  );
}
