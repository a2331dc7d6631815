import { comeIn, type ClientActor, askWayIn, resolveClientSession } from "@quietroom/services/portal";
import { sendWayIn } from "@quietroom/services/messages";
import type { OutgoingMessage } from "@quietroom/services/ports";
import { systemContext } from "@quietroom/services";
import { bookVisit, person, wallTime } from "./booking.ts";
import type { Row } from "./inspect.ts";
import { succeeded, type TestStudio } from "./studio.ts";

type Query = (sql: string, values?: readonly unknown[]) => Promise<readonly Row[]>;

/** The mail's two secrets, as its reader sees them. */
export type WayInMail = { readonly to: string; readonly link: string; readonly code: string };

/** A sender that keeps what it is given, for tests of what is mailed. */
export function keepingSender() {
  const mails: OutgoingMessage[] = [];
  return {
    mails,
    sender: {
      send: async (message: OutgoingMessage) => {
        mails.push(message);
        return await Promise.resolve({ ok: true, value: { providerId: `mail-${mails.length}` } } as const);
      },
    },
  };
}

/** A client with a visit of their own, and their record's id. */
export async function bookedClient(
  studio: TestStudio,
  query: Query,
  { name, day }: { readonly name: string; readonly day: number },
) {
  const who = person(name);
  const visit = await bookVisit(studio, { startsAt: wallTime(day, "10:00"), who });
  const [row] = await query("select client_id from appointment where id = $1", [visit.id]);
  return { who, appointmentId: visit.id, clientId: String(row?.["client_id"]) };
}

const aside = { userAgent: "Test/1.0", ip: null, tokenBefore: null } as const;

/** Asks for the way in, runs the job that mails it, and reads the mail; null when none was sent. */
export async function askAndRead(
  studio: TestStudio,
  { mails }: { readonly mails: readonly OutgoingMessage[] },
  who: { readonly email: string; readonly birthDate: string },
): Promise<{ readonly browserToken: string; readonly mail: WayInMail | null }> {
  const { runtime } = studio.as("public");
  const { tenantId } = studio;
  const { email, birthDate } = who;
  const { browserToken } = succeeded(await askWayIn(runtime, { tenantId, email, birthDate }));
  const sent = mails.length;
  await mailLatestWayIn(studio);
  const [message] = mails.slice(sent);
  if (message?.content.template !== "portal-way-in") return { browserToken, mail: null };
  const { wayInUrl, code } = message.content;
  return { browserToken, mail: { to: message.to, link: wayInUrl.split("/").at(-1) ?? "", code } };
}

/** Runs the job for the latest asking, as its event would. */
async function mailLatestWayIn(studio: TestStudio): Promise<void> {
  const { runtime } = studio.as("public");
  const { tenantId } = studio;
  const reading = { isolation: "read committed", readOnly: true } as const;
  const latest = await runtime.db.withTenant(
    tenantId,
    reading,
    async ({ tx }) =>
      await tx.clientWayIn.findFirst({
        where: { tenantId },
        select: { id: true },
        orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      }),
  );
  if (latest === null) throw new Error("nobody asked");
  await sendWayIn(systemContext(runtime, tenantId, "test"), { wayInId: latest.id });
}

/** A client who has come in by their mail's link: the session's token, and who they are then. */
export async function signedInClient(
  studio: TestStudio,
  kept: { readonly mails: readonly OutgoingMessage[] },
  who: { readonly email: string; readonly birthDate: string },
): Promise<{ readonly token: string; readonly actor: ClientActor }> {
  const { runtime } = studio.as("public");
  const { tenantId } = studio;
  const { browserToken, mail } = await askAndRead(studio, kept, who);
  if (mail === null) throw new Error("nothing was mailed");
  const { token } = succeeded(
    await comeIn(runtime, { tenantId, browserToken, link: mail.link, code: null, ...aside }),
  );
  const actor = await resolveClientSession(runtime, { tenantId, token }, "recheck");
  if (actor === null) throw new Error("the session opens nothing");
  return { token, actor };
}
