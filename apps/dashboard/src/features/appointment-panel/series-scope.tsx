import { Field } from "@quietroom/ui/blocks/field";
import { Checkbox } from "@quietroom/ui/primitives/checkbox";
import { NativeSelect } from "@quietroom/ui/primitives/native-select";

/** Which visits of a series a change is for, and whether those that were moved by themselves go along (ec-G4). */
export type SeriesScope = { readonly of: "one" | "following" | "all"; readonly exceptionsToo: boolean };

export const onlyThis: SeriesScope = { of: "one", exceptionsToo: false };

/** Asks for which visits of a series a change is meant. */
export function SeriesScopeFields({
  name,
  scope,
  onChange,
}: {
  readonly name: string;
  readonly scope: SeriesScope;
  readonly onChange: (scope: SeriesScope) => void;
}) {
  return (
    <div className="grid gap-3">
      <Field name={name} label="Which visits of the series">
        {(control) => (
          <NativeSelect
            {...control}
            value={scope.of}
            onChange={(event) => {
              const of = (["one", "following", "all"] as const).find((one) => one === event.target.value);
              if (of !== undefined) onChange({ ...scope, of });
            }}
          >
            <option value="one">Only this one</option>
            <option value="following">This and those that follow</option>
            <option value="all">All that are still to come</option>
          </NativeSelect>
        )}
      </Field>
      {scope.of === "one" ? null : (
        <label htmlFor={`${name}-exceptions`} className="flex items-center gap-2">
          <Checkbox
            id={`${name}-exceptions`}
            checked={scope.exceptionsToo}
            onChange={() => onChange({ ...scope, exceptionsToo: !scope.exceptionsToo })}
          />
          Also those that were moved by themselves
        </label>
      )}
    </div>
  );
}

/** "1 visit", "9 visits". */
export function countWords(count: number): string {
  return count === 1 ? "1 visit" : `${count} visits`;
}

/** Why a part of a series could not be changed, and what to do next. */
export const seriesWords: Readonly<
  Record<
    | "changed_meanwhile"
    | "not_in_series"
    | "seat_of_group"
    | "not_allowed"
    | "other_day"
    | "times_taken"
    | "unknown_service",
    string
  >
> = {
  seat_of_group: "This is a seat of a group session. It goes where its session goes.",
  unknown_service: "This practitioner does not give that service there any more.",
  changed_meanwhile:
    "Someone changed this visit while you looked at it. What you see now is current: try again.",
  not_in_series: "This visit is not one of a series any more.",
  not_allowed: "That step is not possible from the visit's status.",
  other_day:
    "Moved to that day, the visits would no longer follow the rule of their series. Choose another time on the same date.",
  times_taken:
    "One of the new times cannot be had. Nothing was moved: choose another, or move them one by one.",
};
