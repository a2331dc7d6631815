import type { ServiceColor } from "@quietroom/domain/scheduling";
import type { NewStudio } from "@quietroom/services/studio";
import { type DemoDocument, stillwaterDocuments } from "./demo-documents.ts";

type Weekly = Readonly<Record<number, readonly (readonly [start: string, end: string])[]>>;

type DemoPractitioner = {
  readonly displayName: string;
  readonly title: string;
  readonly bio: string;
  readonly email: string;
  /** Weekday (0 = Sunday) to hours on the wall, at the primary location. */
  readonly hours: Weekly;
};

type DemoService = {
  readonly name: string;
  readonly description: string;
  readonly category: string;
  readonly color: ServiceColor;
  readonly durationMin: number;
  readonly stepMin: number;
  readonly bufferAfterMin: number;
  readonly priceMinor: number;
  readonly modes: ("in_person" | "telehealth")[];
  /** Indexes into the studio's practitioners. */
  readonly by: readonly number[];
};

export type DemoStudio = {
  readonly studio: Omit<NewStudio, "services">; // they bring their own
  /** With how many people each holds. */
  readonly rooms: readonly (readonly [name: string, capacity: number])[];
  readonly practitioners: readonly DemoPractitioner[];
  /** The first one is what most people come for. */
  readonly services: readonly DemoService[];
  readonly admin: { readonly displayName: string; readonly email: string };
  readonly receptionist: { readonly displayName: string; readonly email: string };
  /** What it publishes; a studio may have nothing to accept. */
  readonly documents: readonly DemoDocument[];
  /** Where the demo's clients say they are. */
  readonly clientZones: readonly string[];
  readonly phonePrefix: string;
};

const fullDay = [
  ["09:00", "12:30"],
  ["13:30", "17:30"],
] as const;
const late = [
  ["11:00", "14:00"],
  ["15:00", "19:30"],
] as const;
const morning = [["08:00", "13:00"]] as const;

export const hudsonPhysio: DemoStudio = {
  studio: {
    name: "Hudson Physio",
    slug: "hudson-physio",
    tagline: "Physical therapy that gives you time",
    about:
      "A small physiotherapy practice near the river. You see the same person every visit, for a full session, and leave with a plan you can follow at home.",
    timeZone: "America/New_York",
    locale: "en-US",
    currency: "USD",
    primaryColor: "#2F6F62",
    phone: "+1 212 555 0142",
    email: "desk@hudson-physio.example.com",
    cancellationPolicy:
      "You can cancel or move your visit online up to 24 hours before it starts. Later than that, please call us: we keep your time free for you and can rarely fill it at short notice.",
    location: {
      name: "Hudson Street",
      addressLine: "412 Hudson Street, Floor 2",
      city: "New York",
      region: "NY",
      postalCode: "10014",
      country: "US",
      phone: "+1 212 555 0142",
      directions: "Ring for Hudson Physio. The lift is on the left behind the stairs.",
      timeZone: "America/New_York",
    },
  },
  rooms: [
    ["River room", 2],
    ["Garden room", 4],
    ["Gym", 12],
  ],
  practitioners: [
    {
      displayName: "Maya Okonkwo",
      title: "Physical therapist, DPT",
      bio: "Knees, hips and running injuries. Maya ran track for ten years and likes to watch you move before she says a word.",
      email: "maya@hudson-physio.example.com",
      hours: { 1: fullDay, 2: fullDay, 3: late, 4: fullDay, 5: morning },
    },
    {
      displayName: "Daniel Reyes",
      title: "Physical therapist, OCS",
      bio: "Back and neck pain, and recovery after surgery. Patient, plain-spoken, and serious about homework you will really do.",
      email: "daniel@hudson-physio.example.com",
      hours: { 1: late, 2: fullDay, 4: late, 5: fullDay, 6: morning },
    },
    {
      displayName: "Priya Raman",
      title: "Pelvic health and telehealth",
      bio: "Pelvic health, pregnancy and the months after. Half of Priya's visits are by video, so you can stay where you are.",
      email: "priya@hudson-physio.example.com",
      hours: { 1: morning, 2: late, 3: fullDay, 4: fullDay },
    },
  ],
  services: [
    {
      name: "Physical therapy session",
      description: "Hands-on treatment and exercise, one to one.",
      category: "Treatment",
      color: "green",
      durationMin: 50,
      stepMin: 30,
      bufferAfterMin: 10,
      priceMinor: 14_500,
      modes: ["in_person"],
      by: [0, 1, 2],
    },
    {
      name: "First visit and assessment",
      description: "We listen, test how you move, and agree on a plan.",
      category: "Assessment",
      color: "blue",
      durationMin: 75,
      stepMin: 30,
      bufferAfterMin: 15,
      priceMinor: 19_500,
      modes: ["in_person"],
      by: [0, 1, 2],
    },
    {
      name: "Follow-up",
      description: "A shorter visit to see how your plan is going.",
      category: "Treatment",
      color: "teal",
      durationMin: 30,
      stepMin: 30,
      bufferAfterMin: 0,
      priceMinor: 8_500,
      modes: ["in_person", "telehealth"],
      by: [0, 1, 2],
    },
    {
      name: "Video consultation",
      description: "Talk with us from home: advice, exercises, next steps.",
      category: "Advice",
      color: "amber",
      durationMin: 30,
      stepMin: 30,
      bufferAfterMin: 0,
      priceMinor: 7_500,
      modes: ["telehealth"],
      by: [1, 2],
    },
    {
      name: "Running analysis",
      description: "On the treadmill with slow-motion video, and what to change.",
      category: "Assessment",
      color: "violet",
      durationMin: 60,
      stepMin: 30,
      bufferAfterMin: 15,
      priceMinor: 18_000,
      modes: ["in_person"],
      by: [0],
    },
  ],
  admin: { displayName: "Helen Whitfield", email: "helen@hudson-physio.example.com" },
  receptionist: { displayName: "Marcus Bell", email: "marcus@hudson-physio.example.com" },
  documents: [],
  clientZones: ["America/New_York", "America/New_York", "America/New_York", "America/Chicago"],
  phonePrefix: "+1 646 555 01",
};

export const stillwater: DemoStudio = {
  studio: {
    name: "Stillwater Yoga & Wellness",
    slug: "stillwater",
    tagline: "Private yoga, massage and quiet",
    about:
      "Two rooms above a bakery in Hackney. We work with one person at a time: private yoga, massage and breathwork, at your pace.",
    timeZone: "Europe/London",
    locale: "en-GB",
    currency: "GBP",
    primaryColor: "#8A5A44",
    phone: "+44 20 7946 0123",
    email: "hello@stillwater.example.com",
    cancellationPolicy:
      "Please give us 24 hours' notice if you cannot come. You can cancel or move your session online until then; afterwards, ring us and we will do what we can.",
    location: {
      name: "Mare Street",
      addressLine: "87 Mare Street, first floor",
      city: "London",
      region: "",
      postalCode: "E8 4RG",
      country: "GB",
      phone: "+44 20 7946 0123",
      directions:
        "The blue door beside the bakery. There are two flights of stairs; tell us if you need the lift next door.",
      timeZone: "Europe/London",
    },
  },
  rooms: [
    ["North room", 2],
    ["Lantern room", 8],
  ],
  practitioners: [
    {
      displayName: "Imogen Hartley",
      title: "Yoga teacher",
      bio: "Private hatha and restorative yoga. Imogen teaches beginners, stiff runners and people coming back after injury.",
      email: "imogen@stillwater.example.com",
      hours: { 1: morning, 2: fullDay, 3: fullDay, 5: fullDay, 6: [["09:00", "13:00"]] },
    },
    {
      displayName: "Kwame Mensah",
      title: "Massage therapist",
      bio: "Deep tissue and sports massage. Firm where it helps, gentle where it does not.",
      email: "kwame@stillwater.example.com",
      hours: { 1: late, 2: late, 3: late, 4: fullDay, 5: late },
    },
    {
      displayName: "Sofia Lindqvist",
      title: "Breathwork and prenatal yoga",
      bio: "Breathwork, sleep and prenatal yoga, in the room or by video.",
      email: "sofia@stillwater.example.com",
      hours: { 2: morning, 3: late, 4: fullDay, 5: morning, 0: [["10:00", "14:00"]] },
    },
  ],
  services: [
    {
      name: "Private yoga session",
      description: "An hour for you alone, planned around your body.",
      category: "Movement",
      color: "green",
      durationMin: 60,
      stepMin: 30,
      bufferAfterMin: 10,
      priceMinor: 7_500,
      modes: ["in_person"],
      by: [0, 2],
    },
    {
      name: "Deep tissue massage",
      description: "Slow, firm work on what aches.",
      category: "Massage",
      color: "violet",
      durationMin: 60,
      stepMin: 30,
      bufferAfterMin: 15,
      priceMinor: 8_000,
      modes: ["in_person"],
      by: [1],
    },
    {
      name: "Sports massage",
      description: "Before or after training.",
      category: "Massage",
      color: "blue",
      durationMin: 45,
      stepMin: 30,
      bufferAfterMin: 15,
      priceMinor: 6_500,
      modes: ["in_person"],
      by: [1],
    },
    {
      name: "Breathwork by video",
      description: "Thirty minutes of guided breathing, wherever you are.",
      category: "Movement",
      color: "teal",
      durationMin: 30,
      stepMin: 30,
      bufferAfterMin: 0,
      priceMinor: 3_500,
      modes: ["telehealth"],
      by: [0, 2],
    },
  ],
  admin: { displayName: "Beatrice Fox", email: "beatrice@stillwater.example.com" },
  receptionist: { displayName: "Tom Adeyemi", email: "tom@stillwater.example.com" },
  documents: stillwaterDocuments,
  clientZones: ["Europe/London", "Europe/London", "Europe/London", "Europe/Paris"],
  phonePrefix: "+44 7700 9001",
};
