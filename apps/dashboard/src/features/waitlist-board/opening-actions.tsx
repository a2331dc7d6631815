import type { StaffOutput } from "@quietroom/api/client";
import { Button } from "@quietroom/ui/primitives/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@quietroom/ui/primitives/dropdown-menu";
import { ChevronDown, SkipForward, UserCheck } from "lucide-react";
import { useRef, useState } from "react";
import { dateTime, type StudioClock } from "../../show/format-time.ts";
import { OfferByHand } from "./offer-by-hand.tsx";
import { SkipByHand } from "./skip-by-hand.tsx";

type Opening = StaffOutput["waitlist"]["board"]["openings"][number];

/** What staff can decide about one freed hour otherwise than the list would: whom to ask, and whom not. */
export function OpeningActions({
  opening,
  clock,
}: {
  readonly opening: Opening;
  readonly clock: StudioClock;
}) {
  const opener = useRef<HTMLButtonElement>(null);
  const [deciding, setDeciding] = useState<"offer" | "skip">();
  const close = () => setDeciding(undefined);
  const when = dateTime(opening.startsAt, clock);
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button ref={opener} size="sm" variant="secondary" aria-label={`Decide by hand about ${when}`}>
            Decide by hand <ChevronDown aria-hidden="true" />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          <DropdownMenuItem onSelect={() => setDeciding("offer")}>
            <UserCheck aria-hidden="true" /> Offer to somebody …
          </DropdownMenuItem>
          {opening.status === "offering" ? (
            <DropdownMenuItem onSelect={() => setDeciding("skip")}>
              <SkipForward aria-hidden="true" /> Skip somebody …
            </DropdownMenuItem>
          ) : null}
        </DropdownMenuContent>
      </DropdownMenu>
      {deciding === "offer" ? (
        <OfferByHand openingId={opening.id} clock={clock} when={when} opener={opener} onClose={close} />
      ) : null}
      {deciding === "skip" ? (
        <SkipByHand openingId={opening.id} when={when} opener={opener} onClose={close} />
      ) : null}
    </>
  );
}
