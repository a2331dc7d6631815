import type { ClientOutput } from "@quietroom/api/client";
import { recordedWords } from "@quietroom/domain/records";
import type { ReactNode } from "react";
import { calendarDate, longDate, timeOfDay } from "../../show/format-time.ts";

type OwnRecord = ClientOutput["record"]["take"];

/** Everything that is kept of a client, in words and on paper. */
export function WholeRecord({ record, locale }: { readonly record: OwnRecord; readonly locale: string }) {
  const { profile, timeZone } = record;
  const at = (time: number, zone = timeZone) =>
    `${longDate(time, zone, locale)}, ${timeOfDay(time, zone, locale)}`;
  const details = [
    ["Name", `${profile.givenName} ${profile.familyName}`],
    ["Born", calendarDate(profile.birthDate, locale, { day: "numeric", month: "long", year: "numeric" })],
    ["Email", profile.email],
    ["Phone", profile.phone],
    ["Time zone", profile.timeZone ?? "Not known"],
    ["Client since", longDate(profile.since, timeZone, locale)],
  ] as const;
  return (
    <div className="grid gap-10">
      <section aria-labelledby="details" className="grid gap-4">
        <h2 id="details" className="display text-2xl">
          My details
        </h2>
        <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-[10rem_1fr]">
          {details.map(([label, value]) => (
            <div key={label} className="contents">
              <dt className="text-muted">{label}</dt>
              <dd className="break-words">{value}</dd>
            </div>
          ))}
        </dl>
      </section>
      <Part heading="Visits" none="No visit.">
        {record.visits.map((visit) => (
          <Line
            key={visit.startsAt}
            when={at(visit.startsAt, visit.timeZone)}
            what={`${visit.service} with ${visit.practitioner}, ${visit.location}: ${plain(visit.status)}`}
            more={
              [
                ...(visit.cancelReason === null ? [] : [visit.cancelReason]),
                ...(visit.studioWord === null ? [] : [`Answer: ${visit.studioWord}`]),
                ...(visit.staffNote === null ? [] : [`Note of the studio's staff: ${visit.staffNote}`]),
              ].join(". ") || null
            }
          />
        ))}
      </Part>
      <Part heading="Waitlist" none="Never on the waitlist.">
        {record.waitlist.map((wait) => (
          <Line
            key={wait.joinedAt}
            when={at(wait.joinedAt)}
            what={`${wait.service}, from ${wait.from} to ${wait.until}: ${plain(wait.status)}`}
          />
        ))}
      </Part>
      <Part heading="Groups I was screened for" none="None.">
        {record.screenings.map(({ screenedAt, by, service }) => (
          <Line key={`${screenedAt} ${service}`} when={at(screenedAt)} what={`${service}, by ${by}`} />
        ))}
      </Part>
      <Part heading="Messages sent to me" none="No message.">
        {record.messages.map((message) => (
          <Line
            key={`${message.sentAt} ${message.kind}`}
            when={at(message.sentAt)}
            what={`${plain(message.kind)}, by ${message.channel}`}
          />
        ))}
      </Part>
      <Part heading="What I agreed to" none="Nothing.">
        {[
          ...record.consents.map(({ kind, version, answer, givenAt, withdrawnAt, reason }) => (
            <Line
              key={`${kind} ${givenAt}`}
              when={at(givenAt)}
              what={`${plain(kind)}, version ${version}${answer === "refused" ? ": refused" : ""}`}
              more={
                [
                  ...(withdrawnAt === null ? [] : [`Until ${at(withdrawnAt)}`]),
                  ...(reason === null ? [] : [`Why: ${reason}`]),
                ].join(". ") || null
              }
            />
          )),
          ...record.documents.map(({ kind, version, acceptedAt }) => (
            <Line
              key={`${kind} ${version}`}
              when={at(acceptedAt)}
              what={`${plain(kind)}, version ${version}`}
            />
          )),
        ]}
      </Part>
      <Part heading="Which messages I get" none="All that the studio sends; I switched nothing off.">
        {record.choices.map(({ category, channel, wanted, changedAt }) => (
          <Line
            key={`${category} ${channel}`}
            when={at(changedAt)}
            what={`${plain(category)}, by ${channel}: ${wanted ? "on" : "off"}`}
          />
        ))}
      </Part>
      <Part heading="What I asked" none="Nothing.">
        {record.requests.map(({ id, kind, state, wish, askedAt, answer }) => (
          <Line
            key={id}
            when={at(askedAt)}
            what={`${plain(kind)} (${state}): ${wish}`}
            more={answer === null ? null : `Answer: ${answer}`}
          />
        ))}
      </Part>
      <Part heading="Who was given something of it" none="Nobody that I would have to be told of.">
        {record.disclosures.map(({ disclosedOn, recipient, what, purpose }, index) => (
          <Line
            key={`${disclosedOn} ${index}`}
            when={calendarDate(disclosedOn, locale, { day: "numeric", month: "long", year: "numeric" })}
            what={`${recipient}: ${what}`}
            more={`What for: ${purpose}`}
          />
        ))}
      </Part>
      <Part heading="Who opened my record" none="Nobody yet.">
        {record.opened.map(({ at: time, by, action, what }, index) => (
          // Two looks of one person may fall into one millisecond.
          <Line key={`${time} ${index}`} when={at(time)} what={openedWords({ by, action, what })} />
        ))}
      </Part>
    </div>
  );
}

function Part({
  heading,
  none,
  children,
}: {
  readonly heading: string;
  readonly none: string;
  readonly children: readonly ReactNode[];
}) {
  const id = heading.toLowerCase().replaceAll(" ", "-");
  return (
    <section aria-labelledby={id} className="grid gap-4">
      <h2 id={id} className="display text-2xl">
        {heading}
      </h2>
      {children.length === 0 ? (
        <p className="text-muted">{none}</p>
      ) : (
        <ul className="grid divide-y divide-line border-line border-y">{children}</ul>
      )}
    </section>
  );
}

function Line({
  when,
  what,
  more = null,
}: {
  readonly when: string;
  readonly what: string;
  readonly more?: string | null;
}) {
  return (
    <li className="grid gap-0.5 py-3">
      <p className="figures text-muted text-sm">{when}</p>
      <p className="break-words">{what}</p>
      {more === null || more === "" ? null : <p className="break-words text-muted text-sm">{more}</p>}
    </li>
  );
}

/** "Mara Lind looked at a visit". */
function openedWords({
  by,
  action,
  what,
}: Pick<OwnRecord["opened"][number], "by" | "action" | "what">): string {
  const did = openedActs[action] ?? plain(action).toLowerCase();
  return `${by === "" ? "Somebody who has left the studio" : by} ${did} ${recordedWords(what)}`;
}

const openedActs: Readonly<Record<string, string>> = {
  read: "looked at",
  create: "added",
  update: "changed",
  delete: "removed",
  restore: "brought back",
  export: "took a copy of",
  print: "printed",
};

/** "text_messages" as a person reads it. */
function plain(code: string): string {
  const words = code.replaceAll(/[_-]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
