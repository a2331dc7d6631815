import type { StaffOutput } from "@quietroom/api/client";
import { Button } from "@quietroom/ui/primitives/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@quietroom/ui/primitives/dropdown-menu";
import { ArrowUpDown, ChevronDown, UserMinus } from "lucide-react";
import { useRef, useState } from "react";
import { MoveByHand } from "./move-by-hand.tsx";
import { RemoveByHand } from "./remove-by-hand.tsx";

type Entry = StaffOutput["waitlist"]["board"]["entries"][number];

/** What staff can do with somebody who waits: move them within the line, or take them off it. */
export function EntryActions({ entry, now }: { readonly entry: Entry; readonly now: number }) {
  const opener = useRef<HTMLButtonElement>(null);
  const [deciding, setDeciding] = useState<"move" | "remove">();
  const close = () => setDeciding(undefined);
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button ref={opener} size="sm" variant="quiet" aria-label={`Change ${entry.clientName}`}>
            Change <ChevronDown aria-hidden="true" />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          <DropdownMenuItem onSelect={() => setDeciding("move")}>
            <ArrowUpDown aria-hidden="true" /> Change priority …
          </DropdownMenuItem>
          <DropdownMenuItem tone="danger" onSelect={() => setDeciding("remove")}>
            <UserMinus aria-hidden="true" /> Remove …
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      {deciding === "move" ? <MoveByHand entry={entry} now={now} opener={opener} onClose={close} /> : null}
      {deciding === "remove" ? <RemoveByHand entry={entry} opener={opener} onClose={close} /> : null}
    </>
  );
}
