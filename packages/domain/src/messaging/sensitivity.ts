import type { MessageContent } from "./message-content.ts";

/** By which ways a message goes (NOTIF-04). */
export const messageChannels = ["email", "sms", "push", "in_app"] as const;
export type MessageChannel = (typeof messageChannels)[number];

/**
 * What a variable of a message gives away to whoever else sees it. `frame`: nothing, it holds others or chooses words. `public`: what the
 * studio tells everybody. `given_name`, `time`: who comes, and when. `person`, `place`: with whom and where, which say what for.
 * `words`: the studio's free text. `record`: how a calendar knows a visit again. `link`: opens one thing. `secret`: opens the account.
 */
type Sensitivity =
  | "frame"
  | "public"
  | "given_name"
  | "time"
  | "person"
  | "place"
  | "words"
  | "record"
  | "link"
  | "secret";

/** Every variable of every message has its class: one without does not compile, and there is no class for a service or a diagnosis (NOTIF-11). */
export const variableClasses = {
  template: "frame",
  notice: "frame",
  news: "frame",
  offers: "frame",
  reason: "frame",
  cancelledBy: "frame",
  studio: "frame",
  visit: "frame",
  visits: "frame",
  cancellation: "frame",
  kind: "frame",
  name: "public",
  locale: "public",
  brandColor: "public",
  email: "public",
  phone: "public",
  clientFirstName: "given_name",
  recipientFirstName: "given_name",
  start: "time",
  end: "time",
  previousStart: "time",
  overlap: "time",
  asOf: "time",
  answerBy: "time",
  deadline: "time",
  timeZone: "time",
  clientTimeZone: "time",
  practitionerName: "person",
  place: "place",
  address: "place",
  howToJoin: "place",
  policy: "words",
  appointmentId: "record",
  version: "record",
  versionedAt: "record",
  manageUrl: "link",
  bookUrl: "link",
  acceptUrl: "link",
  declineUrl: "link",
  accountUrl: "link",
  unsubscribeUrl: "link",
  oneClickUrl: "link",
  actionUrl: "link",
  code: "secret",
  wayInUrl: "secret",
} as const satisfies Record<MessageVariable, Sensitivity>;

/**
 * What each channel may show (NOTIF-11). An email is read by who opens it; a text message and a push stand on a locked screen, for everybody
 * beside it; in the product its own reader looks, who needs no way in.
 */
const accepted = {
  email: ["frame", "public", "given_name", "time", "person", "place", "words", "record", "link", "secret"],
  sms: ["frame", "public", "given_name", "time", "link"],
  push: ["frame", "public", "given_name", "time"],
  in_app: ["frame", "public", "given_name", "time", "person", "place", "words", "record", "link"],
} as const satisfies Record<MessageChannel, readonly Sensitivity[]>;

/** All that a channel may be given of a message: what it does not accept is no field of it, and a template that reads it does not compile. */
export type ContentFor<Channel extends MessageChannel> = Shown<MessageContent, Channel>;

/** Leaves out what a channel does not accept, so that its adapter cannot have it, whatever it does. */
export function contentFor<Channel extends MessageChannel>(
  channel: Channel,
  content: MessageContent,
): ContentFor<Channel> {
  const classes: readonly string[] = accepted[channel];
  const known: Readonly<Record<string, string>> = variableClasses;
  const shown = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shown);
    if (typeof value !== "object" || value === null) return value;
    const kept = Object.entries(value).filter(([name]) => classes.includes(known[name] ?? ""));
    return Object.fromEntries(kept.map(([name, inner]) => [name, shown(inner)]));
  };
  return asShown<Channel>(shown(content));
}

/** The walk above leaves out exactly the names that `Shown` does: both read the same two tables. */
function asShown<Channel extends MessageChannel>(shown: unknown): ContentFor<Channel> {
  return shown as ContentFor<Channel>;
}

type Plain = string | number | boolean | null | undefined;

/** The names of all fields, those within others too. */
type NamesIn<T> = T extends Plain
  ? never
  : T extends readonly (infer Item)[]
    ? NamesIn<Item>
    : { [Name in keyof T]: Name | NamesIn<T[Name]> }[keyof T];
type MessageVariable = Extract<NamesIn<MessageContent>, string>;

type NamesFor<Channel extends MessageChannel> = {
  [Name in MessageVariable]: (typeof variableClasses)[Name] extends (typeof accepted)[Channel][number]
    ? Name
    : never;
}[MessageVariable];

type Shown<T, Channel extends MessageChannel> = T extends Plain
  ? T
  : T extends readonly (infer Item)[]
    ? readonly Shown<Item, Channel>[]
    : {
        readonly [Name in keyof T as Name extends NamesFor<Channel> ? Name : never]: Shown<T[Name], Channel>;
      };
