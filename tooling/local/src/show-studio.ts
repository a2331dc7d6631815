import { localData, shown } from "./checkout.ts";
import type { Studio } from "./studio.ts";
import { say } from "./terminal.ts";

/** Tells where to go, who may sign in, and what all of it runs on. */
export function showStudio({ urls, database, postgres }: Studio, caller: NodeJS.ProcessEnv): void {
  const { studios } = database;
  say();
  say(`  Book as a client      ${urls.booking}`);
  for (const { name, slug } of studios) say(`    ${`${urls.booking}/${slug}`.padEnd(48)} ${name}`);
  say(`  Work as staff         ${urls.dashboard}`);
  say(`  Mail and the clock    ${urls.sandbox}`);
  say("    Every message lands there and nowhere else; move the studio's clock ahead to see reminders.");
  for (const { name, fullDay } of studios) {
    if (Date.parse(fullDay.date) > database.nowMs) {
      say(`  Full day, to try the waitlist: ${name}, ${fullDay.practitioner}, ${fullDay.date}`);
    }
  }
  say();
  for (const { name, signIns } of studios) {
    say(`  Sign in to ${name}`);
    for (const person of signIns) {
      say(`    ${person.role.padEnd(14)}${person.email.padEnd(42)}${person.password}`);
    }
  }
  if (studios.length > 0) {
    say(
      `  Sign-in also asks for a code: ${urls.sandbox}/codes shows those of everyone above (a sandbox; never in production).`,
    );
  }
  say();
  say(
    `  Runs on   PostgreSQL ${database.version} (embedded, port ${postgres.port}), Node ${process.versions.node}`,
  );
  say(`            jobs: ${jobsEngine(caller)}; email: local inbox`);
  say(`            data: ${shown(postgres.cluster)}; logs: ${shown(localData)}/logs`);
}

function jobsEngine(caller: NodeJS.ProcessEnv): string {
  if (caller["INNGEST_DEV"] !== undefined) return "Inngest's dev server (INNGEST_DEV)";
  if (caller["INNGEST_EVENT_KEY"] !== undefined) return "Inngest (INNGEST_EVENT_KEY)";
  return "embedded engine on PostgreSQL";
}
