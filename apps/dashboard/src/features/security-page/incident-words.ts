import type { StaffOutput } from "@quietroom/api/client";

export type Incident = StaffOutput["security"]["incidents"]["open"][number];

type Words = {
  readonly title: string;
  readonly happened: string;
  /** What to do about it now. */
  readonly next: string;
  readonly urgency: "look_now" | "look_soon";
};

/** An incident in plain words, and what whoever reads it should do. */
export function incidentWords({ kind, who, count, by }: Incident): Words {
  const person = who ?? "Somebody who is not on the team any more";
  switch (kind) {
    case "account_locked":
      return {
        title: "An account was locked",
        happened: `A wrong password or code was given five times in the name of ${who ?? "a colleague"}.`,
        next: "Ask them whether it was them. If it was, the Team page ends the lock. If it was not, the lock kept it out.",
        urgency: "look_now",
      };
    case "client_locked":
      return {
        title: "A client's account was locked",
        happened: "A wrong password or code was given five times for a client's account at the portal.",
        next: "The Portal page says whose. A client who forgot their password comes in by the email all the same; unlock once you know that it was them.",
        urgency: "look_soon",
      };
    case "credential_stuffing":
      return {
        title: "Stolen passwords are being tried",
        happened: `One network address failed to sign in to ${count ?? "several"} different accounts within a quarter of an hour, one of this studio among them.`,
        next: "Nobody came in by it, and the address has to wait. Ask everyone whether they use their password anywhere else, and to choose another one if so.",
        urgency: "look_now",
      };
    case "token_reused":
      return {
        title: "An app's key was used twice",
        happened: `A key of an app that ${who ?? "a colleague"} had connected came a second time, as it does when somebody has copied it. The app was disconnected.`,
        next: "Ask them which app it was and where it runs. They connect it anew once they know that the device is theirs alone.",
        urgency: "look_now",
      };
    case "two_networks":
      return {
        title: "One person in two places",
        happened: `${person} signed in to a new browser while another session of theirs was in use in another network.`,
        next: "Call them. If it was not them, reset their second step on the Team page: it ends their sessions.",
        urgency: "look_now",
      };
    case "new_network":
      return {
        title: "A new browser in a new network",
        happened: `${person} signed in to a browser that they had not used before, in a network that they never came from. They were told by email.`,
        next: "Call them. A journey with a new laptop explains it. If it was not them, force a new password on the Team page: it ends everything they sign in with.",
        urgency: "look_now",
      };
    case "unusual_hour":
      return {
        title: "A sign-in at an unusual hour",
        happened: `${person} signed in outside the hours that you have set. They were let in.`,
        next: "Ask them whether it was them. If it was not, force a new password on the Team page: it ends everything they sign in with.",
        urgency: "look_now",
      };
    case "suspected_compromise":
      return {
        title: "An account may have been in other hands",
        happened: `An admin ended everything by which ${person} signs in, as somebody else may have known it. They choose another password and set up their second step anew.`,
        next: "Look on the Team page at what was done in their name, and ask them which of it they did.",
        urgency: "look_now",
      };
    case "new_device":
      return {
        title: "A sign-in from a new browser",
        happened: `${person} signed in to a browser that they had not used before. They were told by email.`,
        next: "A new phone or laptop explains it. If they know nothing of it, reset their second step on the Team page.",
        urgency: "look_soon",
      };
    case "repeated_refusals":
      return {
        title: "Refused again and again",
        happened: `${person} asked within ten minutes for ${count ?? "ten"} things that are not theirs or not there.`,
        next: "Ask what they were looking for. An old link explains it; guessing at others' records does not.",
        urgency: "look_soon",
      };
    case "other_studio_named":
      return {
        title: "Another studio was named",
        happened:
          by === "staff"
            ? `A request of ${who ?? "a colleague"} named another studio than this one, and was refused.`
            : "A request to your public pages named another studio than yours, and was refused.",
        next:
          by === "staff"
            ? "The dashboard never does so by itself. Ask what they were doing, and with which program."
            : "Somebody is trying things out. Nothing was shown to them, and there is nothing to do if it stays at that.",
        urgency: "look_soon",
      };
    case "many_charts":
      return {
        title: "Many records in a short time",
        happened: `${person} opened the records of ${count ?? "more than fifty"} clients within ten minutes.`,
        next: "Look in the audit at what they opened, and ask them what for. If it was not them, end their access on the Team page.",
        urgency: "look_now",
      };
    case "many_found":
      return {
        title: "Many clients looked up in a short time",
        happened: `Searches of ${who ?? "somebody who is not on the team any more"} showed ${count ?? "more than two hundred"} different clients within ten minutes.`,
        next: "Look in the audit at when they searched, and ask them what for. If it was not them, end their access on the Team page.",
        urgency: "look_now",
      };
    case "many_shown":
      return {
        title: "Many clients shown in a short time",
        happened: `${person} was shown ${count ?? "more than five hundred"} different clients within ten minutes, in lists, the calendar or searches.`,
        next: "Look in the audit at which lists they opened, and ask them what for. If it was not them, end their access on the Team page.",
        urgency: "look_now",
      };
    case "no_care_relation":
      return {
        title: "A record without a care relation",
        happened: `${person} opened the record of a client who is not theirs, nor of anybody whom they supervise or cover for.`,
        next: "Look in the audit at whose record it was. The product refuses this, so tell whoever runs it for you.",
        urgency: "look_now",
      };
    case "odd_hours_export":
      return {
        title: "An export at an odd hour",
        happened: `${person} took ${count ?? "many"} records out of the studio at night.`,
        next: "Ask them whether it was them, and where the file is now.",
        urgency: "look_now",
      };
  }
}
