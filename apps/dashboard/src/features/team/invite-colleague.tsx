"use client";

import { Field } from "@quietroom/ui/blocks/field";
import { FormDialog } from "@quietroom/ui/blocks/form-dialog";
import { Button } from "@quietroom/ui/primitives/button";
import { Input } from "@quietroom/ui/primitives/input";
import { MailPlus } from "lucide-react";
import { type RefObject, useRef, useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { useProvenAct } from "../../prove/use-proven-act.tsx";
import type { Team } from "./member.ts";
import { locationsIn, type PlacesChoice, PlacesFields, placesMissing } from "./places-fields.tsx";
import { practitionerIn, type RolesChoice, RolesFields } from "./roles-fields.tsx";

/** Opens the invitation of somebody who is to work here. */
export function InviteColleague({ team }: { readonly team: Pick<Team, "freePractitioners" | "locations"> }) {
  const opener = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button ref={opener} className="w-fit" onClick={() => setOpen(true)}>
        <MailPlus aria-hidden="true" />
        Invite a colleague
      </Button>
      {open ? <InviteDialog team={team} opener={opener} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function InviteDialog({
  team,
  opener,
  onClose,
}: {
  readonly team: Pick<Team, "freePractitioners" | "locations">;
  readonly opener: RefObject<HTMLButtonElement | null>;
  readonly onClose: () => void;
}) {
  const trpc = useTRPC();
  const [email, setEmail] = useState("");
  const [choice, setChoice] = useState<RolesChoice>({ roles: [], record: "new" });
  const [places, setPlaces] = useState<PlacesChoice>("everywhere");
  const [missing, setMissing] = useState<{
    readonly email?: string;
    readonly roles?: string;
    readonly places?: string;
  }>({});
  const { run, dialog, ...state } = useProvenAct(trpc.team.invite.mutationOptions(), {
    done: `The invitation to ${email.trim()} is on its way`,
    refusals: {
      already_staff: "Somebody with that address works here already.",
      already_left: "Somebody with that address worked here. Give them access again in the list above.",
      already_invited: "That address is invited already. Send that invitation again, or withdraw it first.",
      practitioner_taken: "Somebody else sees clients under that record. Choose another.",
      location_closed: "One of those locations is not in use any more. Choose again.",
    },
    onDone: onClose,
  });
  return (
    <>
      <FormDialog
        {...state}
        title="Invite a colleague"
        description="They get a mail with a link that works once, for 48 hours. They choose a password, agree to the terms and set up a second step before they see anything."
        confirmLabel="Send invitation"
        cancelLabel="Not now"
        opener={opener}
        onClose={onClose}
        onConfirm={() => {
          const wrong = {
            ...(/^\S+@\S+\.\S+$/.test(email.trim())
              ? {}
              : { email: "Write one address, such as name@example.com." }),
            ...(choice.roles.length === 0 ? { roles: "Tick one role at least." } : {}),
            ...placesMissing(places),
          };
          setMissing(wrong);
          if (Object.keys(wrong).length > 0) return;
          run({
            email: email.trim(),
            roles: [...choice.roles],
            practitioner: practitionerIn(choice),
            locations: locationsIn(places),
          });
        }}
      >
        <Field name="email" label="Email" error={missing.email}>
          {(control) => (
            <Input
              {...control}
              type="email"
              autoComplete="off"
              aria-required="true"
              maxLength={254}
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </Field>
        <RolesFields
          choice={choice}
          free={team.freePractitioners}
          hasRecord={false}
          error={missing.roles}
          onChange={setChoice}
        />
        <PlacesFields
          choice={places}
          locations={team.locations}
          error={missing.places}
          onChange={setPlaces}
        />
      </FormDialog>
      {dialog}
    </>
  );
}
