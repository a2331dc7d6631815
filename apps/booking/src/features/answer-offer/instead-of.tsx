import { FieldGroup } from "@quietroom/ui/blocks/field";
import { RadioCard, RadioGroup } from "@quietroom/ui/primitives/radio-group";
import { clocksOf } from "../../show/clocks-of.ts";
import { longDate, timeOfDay } from "../../show/format-time.ts";

type Visit = {
  readonly id: string;
  readonly mode: "in_person" | "telehealth";
  readonly startsAt: number;
  readonly timeZone: string;
};

/**
 * Asks somebody who has later visits of the same service whether one of them moves into the offered hour (ec-I9). Nothing is chosen beforehand:
 * neither is a visit given up unseen, nor are two booked by somebody who wanted one.
 */
export function InsteadOf({
  later,
  viewerZone,
  locale,
}: {
  readonly later: readonly Visit[];
  readonly viewerZone: string | null;
  readonly locale: string;
}) {
  return (
    <FieldGroup name="insteadOf" label="You have a later visit of the same service">
      <RadioGroup>
        {later.map(({ id, mode, startsAt, timeZone }) => {
          const { first } = clocksOf(mode, timeZone, viewerZone);
          return (
            <RadioCard
              key={id}
              name="insteadOf"
              value={id}
              required={true}
              hint="It moves as it was booked, at its price, and nothing is charged for moving."
            >
              Move my visit of {longDate(startsAt, first, locale)}, {timeOfDay(startsAt, first, locale)} to
              this hour
            </RadioCard>
          );
        })}
        <RadioCard name="insteadOf" value="none" required={true}>
          Keep it, and book this hour as well
        </RadioCard>
      </RadioGroup>
    </FieldGroup>
  );
}
