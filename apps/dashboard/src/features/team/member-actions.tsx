import { Button } from "@quietroom/ui/primitives/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@quietroom/ui/primitives/dropdown-menu";
import {
  ChevronDown,
  KeyRound,
  LockOpen,
  MapPin,
  ShieldOff,
  UserCog,
  UserMinus,
  UserPlus,
} from "lucide-react";
import { useRef, useState } from "react";
import { ChangeLocations } from "./change-locations.tsx";
import { ChangeRoles } from "./change-roles.tsx";
import { EndAccess } from "./end-access.tsx";
import { EndPassword } from "./end-password.tsx";
import type { Member, Team } from "./member.ts";
import { ResetSecondFactor } from "./reset-second-factor.tsx";
import { RestoreAccess } from "./restore-access.tsx";
import { UnlockAccount } from "./unlock-account.tsx";

/** What an admin can do about a colleague's account. About their own they can do little here: `OwnActions`. */
export function MemberActions({ member, team }: { readonly member: Member; readonly team: Team }) {
  const opener = useRef<HTMLButtonElement>(null);
  const [deciding, setDeciding] = useState<
    "roles" | "places" | "reset" | "password" | "unlock" | "end" | "restore"
  >();
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
          {active && team.locations.length > 1 ? (
            <DropdownMenuItem onSelect={() => setDeciding("places")}>
              <MapPin aria-hidden="true" /> Change locations …
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
      {deciding === "roles" ? <ChangeRoles {...dialog} free={team.freePractitioners} /> : null}
      {deciding === "places" ? <ChangeLocations {...dialog} locations={team.locations} /> : null}
      {deciding === "reset" ? <ResetSecondFactor {...dialog} /> : null}
      {deciding === "password" ? <EndPassword {...dialog} /> : null}
      {deciding === "unlock" ? <UnlockAccount {...dialog} /> : null}
      {deciding === "end" ? <EndAccess {...dialog} /> : null}
      {deciding === "restore" ? <RestoreAccess {...dialog} /> : null}
    </>
  );
}

/** What an admin can do about their own account here: where they work. */
export function OwnActions({ member, team }: { readonly member: Member; readonly team: Team }) {
  const opener = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  if (team.locations.length < 2) return <span className="text-muted">by another admin</span>;
  return (
    <>
      <Button ref={opener} size="sm" variant="quiet" onClick={() => setOpen(true)}>
        Change your locations
      </Button>
      {open ? (
        <ChangeLocations
          member={member}
          locations={team.locations}
          opener={opener}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}
