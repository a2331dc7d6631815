import { asId, type LocationId } from "@quietroom/domain/ids";
import { FieldGroup, FieldRow } from "@quietroom/ui/blocks/field";
import { Checkbox } from "@quietroom/ui/primitives/checkbox";
import type { Member, Team } from "./member.ts";

/** Everywhere, also at locations that are added later; or these, by id. */
export type PlacesChoice = "everywhere" | readonly string[];

/** Where somebody works. Nothing to choose where the studio has one location. */
export function PlacesFields({
  choice,
  locations,
  error,
  onChange,
}: {
  readonly choice: PlacesChoice;
  readonly locations: Team["locations"];
  readonly error: string | undefined;
  readonly onChange: (choice: PlacesChoice) => void;
}) {
  if (locations.length < 2) return null;
  const ticked = choice === "everywhere" ? [] : choice;
  const tick = (id: string) =>
    onChange(locations.map((one) => one.id).filter((one) => (one === id) !== ticked.includes(one)));
  return (
    <FieldGroup
      name="places"
      label="Works at"
      hint="What they are shown first. It takes nothing from what they may see."
      error={error}
    >
      <div className="grid gap-2.5">
        <FieldRow name="everywhere" id="place-everywhere" label="Every location, also new ones">
          {(control) => (
            <Checkbox
              {...control}
              checked={choice === "everywhere"}
              onChange={() => onChange(choice === "everywhere" ? [] : "everywhere")}
            />
          )}
        </FieldRow>
        {choice === "everywhere"
          ? null
          : locations.map(({ id, name }) => (
              <FieldRow key={id} name={`place-${id}`} id={`place-${id}`} label={name}>
                {(control) => (
                  <Checkbox {...control} checked={ticked.includes(id)} onChange={() => tick(id)} />
                )}
              </FieldRow>
            ))}
      </div>
    </FieldGroup>
  );
}

/** What is left to choose, as a field's error; nothing where the choice stands. */
export function placesMissing(choice: PlacesChoice): { readonly places?: string } {
  return choice !== "everywhere" && choice.length === 0 ? { places: "Tick one location at least." } : {};
}

/** What the server is told of the choice. */
export function locationsIn(choice: PlacesChoice): LocationId[] {
  return choice === "everywhere" ? [] : choice.map((id) => asId<LocationId>(id));
}

/** Where somebody works, in words. */
export function placesText({ locations: ids }: Member, locations: Team["locations"]): string {
  if (ids.length === 0) return "everywhere";
  return locations
    .filter(({ id }) => ids.includes(id))
    .map(({ name }) => name)
    .join(", ");
}
