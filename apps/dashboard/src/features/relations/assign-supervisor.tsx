import { asId } from "@quietroom/domain/ids";
import { Field, FieldGroup } from "@quietroom/ui/blocks/field";
import { FormDialog } from "@quietroom/ui/blocks/form-dialog";
import { Input } from "@quietroom/ui/primitives/input";
import { RadioCard, RadioGroup } from "@quietroom/ui/primitives/radio-group";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { useProvenAct } from "../../prove/use-proven-act.tsx";
import { ChooseOne } from "./choose-one.tsx";
import { beginningOf, endOf, studioDay } from "./period.ts";
import type { RelateProps } from "./relations.ts";

const kinds = {
  primary: { name: "Supervisor", hint: "One at a time" },
  backup: { name: "Backup supervisor", hint: "While the supervisor is away" },
} as const;

/** Puts a practitioner under a supervisor, from a day on and until another if one is given. */
export function AssignSupervisor({ relations, opener, onClose }: RelateProps) {
  const { choices, now, timeZone } = relations;
  const trpc = useTRPC();
  const [kind, setKind] = useState<keyof typeof kinds>("primary");
  const [supervisorId, setSupervisor] = useState(choices.supervisors[0]?.id ?? "");
  const [superviseeId, setSupervisee] = useState(choices.practitioners[0]?.id ?? "");
  const [first, setFirst] = useState<string>(studioDay(now, timeZone, 0));
  const [last, setLast] = useState("");
  const [missing, setMissing] = useState<string>();
  const { run, dialog, ...state } = useProvenAct(trpc.relations.assignSupervisor.mutationOptions(), {
    done: "The supervision is written down",
    refusals: {
      not_a_supervisor: "That person is no supervisor any more. Give them the role first.",
      own_supervisor: "Nobody supervises themselves. Choose somebody else.",
      dates_reversed: "The last day is before the first.",
      past: "Those days are over. Choose a last day that is still to come.",
      has_primary: "Another supervisor stands in that time. End that supervision first, or choose a backup.",
      already_assigned: "That person supervises them in that time already.",
    },
    onDone: onClose,
  });
  const startsAt = beginningOf(first, timeZone);
  const endsAt = endOf(last, timeZone);
  return (
    <>
      <FormDialog
        {...state}
        title="Assign a supervisor"
        description="A supervisor sees the calendar and the clients of whom they supervise."
        confirmLabel="Assign"
        opener={opener}
        onClose={onClose}
        onConfirm={() => {
          setMissing(startsAt === null ? "Choose the first day." : undefined);
          if (startsAt === null) return;
          run({ supervisorId: asId(supervisorId), superviseeId: asId(superviseeId), kind, startsAt, endsAt });
        }}
      >
        <ChooseOne
          name="supervisor"
          label="Who supervises"
          people={choices.supervisors}
          chosen={supervisorId}
          onChoose={setSupervisor}
        />
        <ChooseOne
          name="supervisee"
          label="Whom"
          people={choices.practitioners}
          chosen={superviseeId}
          onChoose={setSupervisee}
        />
        <FieldGroup name="kind" label="As">
          <RadioGroup className="sm:grid-cols-2">
            {(["primary", "backup"] as const).map((one) => (
              <RadioCard
                key={one}
                name="kind"
                value={one}
                hint={kinds[one].hint}
                checked={kind === one}
                onChange={() => setKind(one)}
              >
                {kinds[one].name}
              </RadioCard>
            ))}
          </RadioGroup>
        </FieldGroup>
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
          <Field name="last" label="Last day" optional hint="Without one it lasts until somebody ends it.">
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
