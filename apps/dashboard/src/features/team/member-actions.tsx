import { Button } from "@quietroom/ui/primitives/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@quietroom/ui/primitives/dropdown-menu";
import { ChevronDown, KeyRound, LockOpen, ShieldOff, UserCog, UserMinus, UserPlus } from "lucide-react";
import { useRef, useState } from "react";
import { ChangeRoles } from "./change-roles.tsx";
import { EndAccess } from "./end-access.tsx";
import { EndPassword } from "./end-password.tsx";
import type { Member, Team } from "./member.ts";
import { ResetSecondFactor } from "./reset-second-factor.tsx";
import { RestoreAccess } from "./restore-access.tsx";
import { UnlockAccount } from "./unlock-account.tsx";

/** What an admin can do about a colleague's account. About their own they can do nothing here. */
export function MemberActions({
  member,
  free,
}: {
  readonly member: Member;
  readonly free: Team["freePractitioners"];
}) {
  const opener = useRef<HTMLButtonElement>(null);
  const [deciding, setDeciding] = useState<"roles" | "reset" | "password" | "unlock" | "end" | "restore">();
  const { active, displayName, lockedUntil, secondFactor } = member;
  const dialog = { member, opener, onClose: () => setDeciding(undefined) };
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button ref={opener} size="sm" variant="quiet" aria-label={`Change ${displayName}`}>
            Change <ChevronDown aria-hidden="true" />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          {lockedUntil === null ? null : (
            <DropdownMenuItem onSelect={() => setDeciding("unlock")}>
              <LockOpen aria-hidden="true" /> Unlock …
            </DropdownMenuItem>
          )}
          {active ? (
            <DropdownMenuItem onSelect={() => setDeciding("roles")}>
              <UserCog aria-hidden="true" /> Change roles …
            </DropdownMenuItem>
          ) : null}
          {secondFactor === "none" ? null : (
            <DropdownMenuItem onSelect={() => setDeciding("reset")}>
              <ShieldOff aria-hidden="true" /> Reset second step …
            </DropdownMenuItem>
          )}
          {active ? (
            <DropdownMenuItem onSelect={() => setDeciding("password")}>
              <KeyRound aria-hidden="true" /> Force a new password …
            </DropdownMenuItem>
          ) : null}
          {active ? (
            <DropdownMenuItem tone="danger" onSelect={() => setDeciding("end")}>
              <UserMinus aria-hidden="true" /> End access …
            </DropdownMenuItem>
          ) : (
            <DropdownMenuItem onSelect={() => setDeciding("restore")}>
              <UserPlus aria-hidden="true" /> Give access again …
            </DropdownMenuItem>
          )}
        </DropdownMenuContent>
      </DropdownMenu>
      {deciding === "roles" ? <ChangeRoles {...dialog} free={free} /> : null}
      {deciding === "reset" ? <ResetSecondFactor {...dialog} /> : null}
      {deciding === "password" ? <EndPassword {...dialog} /> : null}
      {deciding === "unlock" ? <UnlockAccount {...dialog} /> : null}
      {deciding === "end" ? <EndAccess {...dialog} /> : null}
      {deciding === "restore" ? <RestoreAccess {...dialog} /> : null}
    </>
  );
}
