import { asId } from "@quietroom/domain/ids";
import { FormDialog } from "@quietroom/ui/blocks/form-dialog";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { useProvenAct } from "../../prove/use-proven-act.tsx";
import type { MemberDialogProps, Team } from "./member.ts";
import { locationsIn, type PlacesChoice, PlacesFields, placesMissing } from "./places-fields.tsx";

/** Where somebody works from now on. */
export function ChangeLocations({
  member,
  locations,
  opener,
  onClose,
}: MemberDialogProps & { readonly locations: Team["locations"] }) {
  const { staffUserId, displayName } = member;
  const trpc = useTRPC();
  const [choice, setChoice] = useState<PlacesChoice>(
    member.locations.length === 0 ? "everywhere" : member.locations,
  );
  const [missing, setMissing] = useState<string>();
  const { run, dialog, ...state } = useProvenAct(trpc.team.setLocations.mutationOptions(), {
    done: "Saved",
    refusals: { location_closed: "One of those locations is not in use any more. Choose again." },
    onDone: onClose,
  });
  return (
    <>
      <FormDialog
        {...state}
        title={`Where ${displayName} works`}
        description="Calendars and lists begin with these locations. Nobody is signed out."
        confirmLabel="Save locations"
        opener={opener}
        onClose={onClose}
        onConfirm={() => {
          const { places } = placesMissing(choice);
          setMissing(places);
          if (places === undefined) run({ staffUserId: asId(staffUserId), locations: locationsIn(choice) });
        }}
      >
        <PlacesFields
          choice={choice}
          locations={locations}
          error={missing}
          onChange={(next) => {
            setChoice(next);
            setMissing(undefined);
          }}
        />
      </FormDialog>
      {dialog}
    </>
  );
}
