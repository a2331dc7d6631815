import type { ClientOutput } from "@quietroom/api/client";
import { categoryWords, channelWords, choiceWords } from "@quietroom/domain/preferences";
import { Notice } from "@quietroom/ui/blocks/notice";
import { SubmitButton } from "@quietroom/ui/blocks/submit-button";
import { Badge } from "@quietroom/ui/primitives/badge";
import Link from "next/link";

type Choice = ClientOutput["preferences"]["view"]["choices"][number];

/** What a client gets, category by category and channel by channel: what they switch, and what comes whatever they say, with the reason. */
export function OwnChoices({
  choices,
  said,
  agreementsHref,
  choose,
}: {
  readonly choices: readonly Choice[];
  /** What was just chosen, to be said beside it. */
  readonly said: {
    readonly about: string;
    readonly words: string;
    readonly tone: "positive" | "caution";
  } | null;
  readonly agreementsHref: string;
  readonly choose: (form: FormData) => Promise<void>;
}) {
  return (
    <ul className="grid divide-y divide-line rounded-xl border border-line bg-raised">
      {choices.map((choice) => {
        const about = `${choice.category}-${choice.channel}`;
        return (
          <li key={about} id={about} className="grid scroll-mt-6 gap-3 px-5 py-5">
            {said?.about === about ? <Notice tone={said.tone}>{said.words}</Notice> : null}
            <OneChoice choice={choice} agreementsHref={agreementsHref} choose={choose} />
          </li>
        );
      })}
    </ul>
  );
}

function OneChoice({
  choice,
  agreementsHref,
  choose,
}: {
  readonly choice: Choice;
  readonly agreementsHref: string;
  readonly choose: (form: FormData) => Promise<void>;
}) {
  const { category, channel, state } = choice;
  const title = `${categoryWords[category]} ${channelWords[channel]}`;
  const { chosen, always } = choiceWords("client", choice);
  return (
    <>
      <h2 className="flex flex-wrap items-center gap-2 font-medium">
        {title}
        <Badge tone={state === "on" || state === "always" ? "positive" : "neutral"}>
          {stateWords[state]}
        </Badge>
      </h2>
      {chosen === null ? null : <p className="max-w-[62ch]">You choose: {chosen}.</p>}
      {always === null ? null : (
        <p className="max-w-[62ch] text-muted">
          These come always: {always}.{" "}
          {category === "account"
            ? "They keep others out of what is yours, so they cannot be switched off."
            : "They are the only notice of what was booked or asked for, so they cannot be switched off."}
        </p>
      )}
      {state === "not_agreed" ? (
        <p className="max-w-[62ch]">
          You get no text messages, as you have not agreed to them.{" "}
          <Link
            className="underline underline-offset-4 hover:text-accent"
            href={agreementsHref}
            prefetch={false}
          >
            Read what that means, and agree
          </Link>
        </p>
      ) : null}
      {state === "on" || state === "off" ? (
        <form action={choose}>
          <input type="hidden" name="category" value={category} />
          <input type="hidden" name="channel" value={channel} />
          <input type="hidden" name="wanted" value={state === "on" ? "off" : "on"} />
          <SubmitButton
            size="sm"
            variant={state === "on" ? "secondary" : "primary"}
            pendingLabel={state === "on" ? "Switching off …" : "Switching on …"}
          >
            {state === "on" ? "Switch off" : "Switch on"}
            <span className="sr-only"> ({title})</span>
          </SubmitButton>
        </form>
      ) : null}
    </>
  );
}

const stateWords = {
  on: "on",
  off: "off",
  not_agreed: "not agreed",
  always: "always on",
} as const satisfies Record<Choice["state"], string>;
