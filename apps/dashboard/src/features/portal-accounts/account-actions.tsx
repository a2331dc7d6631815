import { Button } from "@quietroom/ui/primitives/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@quietroom/ui/primitives/dropdown-menu";
import { Ban, ChevronDown, LockOpen, ShieldOff, UserCheck } from "lucide-react";
import { useRef, useState } from "react";
import type { Account } from "./account.ts";
import { ResetStep, RestoreAccount, SuspendAccount, UnlockAccount } from "./decide-account.tsx";

/** What somebody of the staff may do about a client's account. */
export type AccountRight = "manage" | "reset";

/** What can be done about one client's account, as far as this person may. Nothing to do shows nothing. */
export function AccountActions({
  account,
  may,
}: {
  readonly account: Account;
  readonly may: readonly AccountRight[];
}) {
  const opener = useRef<HTMLButtonElement>(null);
  const [deciding, setDeciding] = useState<"suspend" | "restore" | "unlock" | "reset">();
  const { name, state, lockedUntil, app } = account;
  const dialog = { account, opener, onClose: () => setDeciding(undefined) };
  const mayReset = may.includes("reset") && app === "set_up";
  if (!may.includes("manage") && !mayReset) return null;
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button ref={opener} size="sm" variant="quiet" aria-label={`Change the account of ${name}`}>
            Change <ChevronDown aria-hidden="true" />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          {lockedUntil !== null || state === "locked" ? (
            <DropdownMenuItem onSelect={() => setDeciding("unlock")}>
              <LockOpen aria-hidden="true" /> Unlock …
            </DropdownMenuItem>
          ) : null}
          {mayReset ? (
            <DropdownMenuItem onSelect={() => setDeciding("reset")}>
              <ShieldOff aria-hidden="true" /> Reset second step …
            </DropdownMenuItem>
          ) : null}
          {state === "suspended" ? (
            <DropdownMenuItem onSelect={() => setDeciding("restore")}>
              <UserCheck aria-hidden="true" /> Restore …
            </DropdownMenuItem>
          ) : (
            <DropdownMenuItem onSelect={() => setDeciding("suspend")}>
              <Ban aria-hidden="true" /> Suspend …
            </DropdownMenuItem>
          )}
        </DropdownMenuContent>
      </DropdownMenu>
      {deciding === "suspend" ? <SuspendAccount {...dialog} /> : null}
      {deciding === "restore" ? <RestoreAccount {...dialog} /> : null}
      {deciding === "unlock" ? <UnlockAccount {...dialog} /> : null}
      {deciding === "reset" ? <ResetStep {...dialog} /> : null}
    </>
  );
}
