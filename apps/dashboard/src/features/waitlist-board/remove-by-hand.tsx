import type { StaffOutput } from "@quietroom/api/client";
import { asId } from "@quietroom/domain/ids";
import { Notice } from "@quietroom/ui/blocks/notice";
import { useMutation } from "@tanstack/react-query";
import type { RefObject } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { ByHandDialog } from "./by-hand-dialog.tsx";
import { removeRefusals } from "./refusal-words.ts";
import { useByHand } from "./use-by-hand.ts";

type Entry = StaffOutput["waitlist"]["board"]["entries"][number];

/** Takes somebody off the waitlist; an offer that is out to them goes with it. */
export function RemoveByHand({
  entry,
  opener,
  onClose,
}: {
  readonly entry: Entry;
  readonly opener: RefObject<HTMLButtonElement | null>;
  readonly onClose: () => void;
}) {
  const trpc = useTRPC();
  const { error, ...settled } = useByHand({
    done: "Removed from the waitlist",
    refusals: removeRefusals,
    onDone: onClose,
  });
  const withdraw = useMutation(trpc.waitlist.withdraw.mutationOptions(settled));
  return (
    <ByHandDialog
      title={`Remove ${entry.clientName} from the waitlist?`}
      description="They lose their place and are not offered hours for this wish any more."
      confirmLabel="Remove"
      tone="danger"
      pending={withdraw.isPending}
      error={error}
      opener={opener}
      onClose={onClose}
      onConfirm={(reason) => withdraw.mutate({ entryId: asId(entry.id), reason })}
    >
      {entry.status === "offered" ? (
        <Notice tone="caution">
          They are being asked about an hour now. That offer is taken back, and the next in line is asked.
        </Notice>
      ) : null}
    </ByHandDialog>
  );
}
