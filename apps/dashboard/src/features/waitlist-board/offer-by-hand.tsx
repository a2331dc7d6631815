import type { StaffOutput } from "@quietroom/api/client";
import { asId } from "@quietroom/domain/ids";
import { Notice } from "@quietroom/ui/blocks/notice";
import { useMutation } from "@tanstack/react-query";
import { type RefObject, useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { dateTime, type StudioClock } from "../../show/format-time.ts";
import { ByHandDialog } from "./by-hand-dialog.tsx";
import { ChoosePerson } from "./choose-person.tsx";
import { reasonWords } from "./reason-words.ts";
import { offerRefusals } from "./refusal-words.ts";
import { useByHand } from "./use-by-hand.ts";
import { useLine } from "./use-line.ts";

type Person = StaffOutput["waitlist"]["line"]["people"][number];

/** Offers one freed hour to whom staff choose. Whoever is being asked meanwhile is named, since their offer is taken back. */
export function OfferByHand({
  openingId,
  when,
  clock,
  opener,
  onClose,
}: {
  readonly openingId: string;
  readonly when: string;
  readonly clock: StudioClock;
  readonly opener: RefObject<HTMLButtonElement | null>;
  readonly onClose: () => void;
}) {
  const trpc = useTRPC();
  const line = useLine(openingId);
  const [entryId, setEntryId] = useState<string>();
  const { error, ...settled } = useByHand({
    done: "Offered by hand",
    refusals: offerRefusals,
    onDone: onClose,
  });
  const offer = useMutation(trpc.waitlist.offer.mutationOptions(settled));
  const others = line.data?.people.filter(({ standing }) => standing !== "asked");
  const asked = line.data?.people.find(({ standing }) => standing === "asked");
  const tooClose = line.data?.canBeAnswered === false;
  const answerBy = others?.find((person) => person.entryId === entryId)?.answerBy ?? null;
  return (
    <ByHandDialog
      title="Offer to somebody"
      description={`They get the same message as anyone who is asked about ${when}.`}
      confirmLabel={!tooClose && others?.some(isPossible) ? "Offer this hour" : null}
      pending={offer.isPending}
      error={error}
      opener={opener}
      onClose={onClose}
      onConfirm={(reason) => {
        if (line.data === undefined || entryId === undefined) return;
        const { openOfferId } = line.data;
        offer.mutate({
          openingId: asId(openingId),
          entryId: asId(entryId),
          takesBack: openOfferId === null ? null : asId(openOfferId),
          reason,
        });
      }}
    >
      {asked === undefined ? null : (
        <Notice tone="caution">
          {asked.clientName} is being asked now. Their offer is taken back; they are told, where their address
          takes mail, and keep their place.
        </Notice>
      )}
      {tooClose ? (
        <Notice tone="caution">{offerRefusals.too_close_to_start}</Notice>
      ) : (
        <ChoosePerson
          label="Who is asked"
          line={line}
          people={others}
          hint={standingWords}
          isPossible={isPossible}
          chosen={entryId}
          onChoose={setEntryId}
        />
      )}
      {tooClose || answerBy === null ? null : (
        <p role="status" className="text-muted text-sm">
          Asked now, they have until {dateTime(answerBy, clock)}.
        </p>
      )}
    </ByHandDialog>
  );
}

function isPossible({ binding }: Person): boolean {
  return binding === null;
}

function standingWords({ standing, reason, binding, fit: { total }, priority }: Person): string {
  const fit = `${priority} priority, fits ${total} of 100`;
  if (binding !== null) return `Cannot be offered it: ${reasonWords(binding)}`;
  if (reason === null) return `In line, ${fit}`;
  return standing === "next"
    ? `In line, asked once their night is over; ${fit}`
    : `The list passes over them: ${reasonWords(reason)}; ${fit}`;
}
