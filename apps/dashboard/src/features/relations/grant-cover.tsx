import { asId } from "@quietroom/domain/ids";
import { Field } from "@quietroom/ui/blocks/field";
import { FormDialog } from "@quietroom/ui/blocks/form-dialog";
import { Input } from "@quietroom/ui/primitives/input";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { useProvenAct } from "../../prove/use-proven-act.tsx";
import { ChooseOne } from "./choose-one.tsx";
import { beginningOf, endOf, studioDay } from "./period.ts";
import type { RelateProps } from "./relations.ts";

/** Lets a colleague see to a practitioner's clients for some days. */
export function GrantCover({ relations, opener, onClose }: RelateProps) {
  const { choices, now, timeZone } = relations;
  const trpc = useTRPC();
  const [coveringId, setCovering] = useState(choices.colleagues[0]?.id ?? "");
  const [coveredId, setCovered] = useState(choices.practitioners[0]?.id ?? "");
  const [first, setFirst] = useState<string>(studioDay(now, timeZone, 0));
  const [last, setLast] = useState<string>(studioDay(now, timeZone, 13));
  const [missing, setMissing] = useState<string>();
  const { run, dialog, ...state } = useProvenAct(trpc.relations.grantCover.mutationOptions(), {
    done: "The cover is written down",
    refusals: {
      not_a_practitioner: "That person sees no clients any more. Choose somebody else.",
      own_records: "Nobody covers for themselves. Choose somebody else.",
      own_account: "Nobody grants a cover to themselves. Ask a colleague to.",
      dates_reversed: "The last day is before the first.",
      past: "Those days are over. Choose a last day that is still to come.",
      too_long: "A cover lasts 90 days at most, so that somebody looks at it again.",
    },
    onDone: onClose,
  });
  const startsAt = beginningOf(first, timeZone);
  const endsAt = endOf(last, timeZone);
  return (
    <>
      <FormDialog
        {...state}
        title="Arrange cover"
        description="While somebody is away, a colleague sees their calendar and clients and looks after their visits. It ends by itself."
        confirmLabel="Arrange cover"
        opener={opener}
        onClose={onClose}
        onConfirm={() => {
          const both = startsAt !== null && endsAt !== null;
          setMissing(both ? undefined : "Choose the first and the last day.");
          if (both) run({ coveringId: asId(coveringId), coveredId: asId(coveredId), startsAt, endsAt });
        }}
      >
        <ChooseOne
          name="covered"
          label="Who is away"
          people={choices.practitioners}
          chosen={coveredId}
          onChoose={setCovered}
        />
        <ChooseOne
          name="covering"
          label="Who covers"
          people={choices.colleagues}
          chosen={coveringId}
          onChoose={setCovering}
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <Field name="first" label="First day" error={missing}>
            {(control) => (
              <Input
                {...control}
                type="date"
                value={first}
                onChange={(event) => setFirst(event.target.value)}
              />
            )}
          </Field>
          <Field name="last" label="Last day" hint="It counts until that day ends.">
            {(control) => (
              <Input
                {...control}
                type="date"
                value={last}
                min={first}
                onChange={(event) => setLast(event.target.value)}
              />
            )}
          </Field>
        </div>
      </FormDialog>
      {dialog}
    </>
  );
}
