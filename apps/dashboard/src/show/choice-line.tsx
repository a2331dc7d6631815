import type { StaffOutput } from "@quietroom/api/client";
import { categoryWords, channelWords, choiceWords, type Recipient } from "@quietroom/domain/preferences";
import { Badge } from "@quietroom/ui/primitives/badge";
import { Button } from "@quietroom/ui/primitives/button";

type Choice = StaffOutput["bell"]["choices"]["choices"][number];

/** One category of messages by one channel: whether it comes, what it is, and the button that switches it where it can be switched. */
export function ChoiceLine({
  to,
  choice,
  pending,
  asked = "",
  press,
}: {
  readonly to: Recipient;
  readonly choice: Choice;
  readonly pending: boolean;
  /** At whose word it is switched, where it is not one's own: ", on the client's word". */
  readonly asked?: string;
  readonly press: ((wanted: boolean) => void) | null;
}) {
  const { category, channel, state } = choice;
  const title = `${categoryWords[category]} ${channelWords[channel]}`;
  const { chosen, always } = choiceWords(to, choice);
  const isOn = state === "on";
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
      <span className="grid min-w-0 flex-1 basis-48">
        <span className="flex flex-wrap items-center gap-2">
          {title}
          <Badge tone={isOn || state === "always" ? "positive" : "neutral"}>{stateWords[state]}</Badge>
        </span>
        <span className="text-muted text-sm">
          {chosen === null ? "" : `${to === "staff" ? "Yours" : "Theirs"} to choose: ${chosen}. `}
          {always === null ? "" : `Always sent: ${always}.`}
        </span>
      </span>
      {press !== null && (isOn || state === "off") ? (
        <Button
          size="sm"
          variant="quiet"
          aria-disabled={pending}
          aria-label={`${isOn ? "Switch off" : "Switch on"}${asked}: ${title}`}
          onClick={() => {
            if (!pending) press(!isOn);
          }}
        >
          {isOn ? "Switch off" : "Switch on"}
        </Button>
      ) : null}
    </li>
  );
}

const stateWords = {
  on: "on",
  off: "off",
  not_agreed: "no consent",
  always: "always on",
} as const satisfies Record<Choice["state"], string>;
