import type { VisitMode } from "./service-rules.ts";

/** The colors that a service can have on the calendar. Each reads on every ground there, in light and dark, and never stands alone: the words are beside it (SCHED-07). */
export const serviceColors = ["blue", "amber", "violet", "green", "teal", "red"] as const;
export type ServiceColor = (typeof serviceColors)[number];

/** What a new studio offers before it has said so itself; whole minutes. Nobody gives it and nothing is asked for it yet. */
type FirstService = {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly category: string;
  readonly color: ServiceColor;
  readonly durationMin: number;
  readonly bufferAfterMin: number;
  readonly modes: readonly VisitMode[];
  readonly newClients: "anyone" | "new_only" | "existing_only";
  readonly onlineBookable: boolean;
  /** How many people its room holds, the practitioner among them. */
  readonly roomCapacity: number;
};

const anywhere = ["in_person", "telehealth"] as const;

/**
 * The services that a studio begins with (SCHED-07). What a person in need, a colleague or a group comes for is arranged with the studio and
 * not booked online.
 */
export const firstServices: readonly FirstService[] = [
  {
    slug: "initial-assessment",
    name: "Initial assessment",
    description: "A first conversation about what brings you here and what could help.",
    category: "Assessment",
    color: "blue",
    durationMin: 90,
    bufferAfterMin: 15,
    modes: anywhere,
    newClients: "new_only",
    onlineBookable: true,
    roomCapacity: 2,
  },
  {
    slug: "regular-session",
    name: "Regular session",
    description: "A session with your practitioner.",
    category: "Therapy",
    color: "green",
    durationMin: 50,
    bufferAfterMin: 10,
    modes: anywhere,
    newClients: "anyone",
    onlineBookable: true,
    roomCapacity: 2,
  },
  {
    slug: "family-session",
    name: "Family session",
    description: "A session for a couple or a family.",
    category: "Therapy",
    color: "teal",
    durationMin: 80,
    bufferAfterMin: 10,
    modes: anywhere,
    newClients: "anyone",
    onlineBookable: true,
    roomCapacity: 5,
  },
  {
    slug: "group-session",
    name: "Group session",
    description: "A session with others, at the times that the studio plans.",
    category: "Therapy",
    color: "violet",
    durationMin: 90,
    bufferAfterMin: 15,
    modes: ["in_person"],
    newClients: "anyone",
    onlineBookable: false,
    roomCapacity: 10,
  },
  {
    slug: "follow-up",
    name: "Follow-up",
    description: "A shorter visit some time after your last one.",
    category: "Therapy",
    color: "green",
    durationMin: 30,
    bufferAfterMin: 5,
    modes: anywhere,
    newClients: "existing_only",
    onlineBookable: true,
    roomCapacity: 2,
  },
  {
    slug: "crisis-session",
    name: "Crisis session",
    description: "An urgent session, arranged by telephone.",
    category: "Crisis",
    color: "red",
    durationMin: 60,
    bufferAfterMin: 15,
    modes: anywhere,
    newClients: "anyone",
    onlineBookable: false,
    roomCapacity: 2,
  },
  {
    slug: "supervision",
    name: "Supervision",
    description: "A practitioner's work, looked at together with a supervisor.",
    category: "Professional",
    color: "amber",
    durationMin: 60,
    bufferAfterMin: 0,
    modes: anywhere,
    newClients: "anyone",
    onlineBookable: false,
    roomCapacity: 2,
  },
  {
    slug: "consultation",
    name: "Consultation",
    description: "A conversation with a colleague or another service.",
    category: "Professional",
    color: "amber",
    durationMin: 30,
    bufferAfterMin: 0,
    modes: anywhere,
    newClients: "anyone",
    onlineBookable: false,
    roomCapacity: 2,
  },
];
