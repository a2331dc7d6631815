import type { ClientDetails } from "@quietroom/contracts/public-booking";
import type { DemoStudio } from "./demo-studios.ts";
import type { Random } from "./random.ts";

export type Person = ClientDetails & { readonly zone: string };

// Invented people. Addresses end in example.com, which no mail server will ever answer for.
const names = [
  ["Amara", "Nwosu"],
  ["Ben", "Carver"],
  ["Chloe", "Dubois"],
  ["Diego", "Fuentes"],
  ["Elif", "Yildiz"],
  ["Farah", "Haddad"],
  ["Grace", "Kim"],
  ["Hassan", "Malik"],
  ["Ingrid", "Solberg"],
  ["Jamal", "Thompson"],
  ["Keiko", "Tanaka"],
  ["Liam", "O'Connor"],
  ["Mei", "Chen"],
  ["Nikhil", "Desai"],
  ["Olga", "Petrova"],
  ["Paulo", "Andrade"],
  ["Quinn", "Barlow"],
  ["Rosa", "Marín"],
  ["Sanjay", "Iyer"],
  ["Tamsin", "Wright"],
  ["Uma", "Krishnan"],
  ["Viktor", "Horvat"],
  ["Winona", "Begay"],
  ["Yusuf", "Demir"],
  ["Zoë", "Laurent"],
] as const;

/** The 25 clients of one studio, each with a date of birth that makes them an adult. */
export function demoClients(random: Random, { studio, clientZones, phonePrefix }: DemoStudio): Person[] {
  return names.map(([givenName, familyName], index) => ({
    givenName,
    familyName,
    birthDate: `${random.between(1948, 2003)}-${twoDigits(random.between(1, 12))}-${twoDigits(random.between(1, 28))}`,
    email: `${plain(givenName)}.${plain(familyName)}@${studio.slug}.example.com`,
    phone: `${phonePrefix}${twoDigits(index + 10)}`,
    zone: random.pick(clientZones),
  }));
}

function plain(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/[^A-Za-z]/g, "")
    .toLowerCase();
}

function twoDigits(number: number): string {
  return String(number).padStart(2, "0");
}
