import { randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { bareClient } from "@quietroom/db/bare";
import { can, reaches } from "@quietroom/domain/access";
import { localData } from "@quietroom/local/checkout";
import { startPostgres } from "@quietroom/local/postgres";
import { removePostgresHome } from "@quietroom/local/postgres-home";
import { prepareDatabase } from "@quietroom/local/prepare-database";
import { openRuntime, systemContext } from "@quietroom/services";
import {
  askPasswordReset,
  createStaffUser,
  hashPassword,
  resolveSession,
  signIn,
} from "@quietroom/services/staff";
import { viewAvailability } from "@quietroom/services/studio";
import { enrolApp } from "@quietroom/testing";
import { testKeys } from "@quietroom/testing/test-keys";
import { createStudio, succeeded } from "@quietroom/testing/create-studio";
import { interleave, type Latencies } from "./interleave.ts";

// pnpm bench:access [SAMPLES]   what it costs to ask who may, on a PostgreSQL of its own that keeps its promises to the disk.
const samples = Number(process.argv[2] ?? "2000");
const goals = { sessionP95Ms: 5, permissionP95Ms: 1, wrapperP50Ms: 0.45 };

const scratch = join(localData, "bench-access");
mkdirSync(scratch, { recursive: true });
const dataDir = mkdtempSync(join(scratch, "postgres-"));
const postgres = await startPostgres({ dataDir, durability: "kept" });
const quiet = () => undefined;
try {
  await prepareDatabase(postgres, "quietroom");
  const runtime = await openRuntime({
    databaseUrl: postgres.url("quietroom_app", "quietroom"),
    linkKey: randomBytes(32),
    keyService: testKeys,
    bookingUrl: "http://booking.test",
    log: { info: quiet, warn: quiet, error: quiet },
  });
  const bare = bareClient(postgres.url("postgres", "quietroom"));
  try {
    const studio = await createStudio(runtime, { practitioners: 2 });
    const { tenantId, practitionerId } = studio;
    const credentials = { email: "bench@example.com", password: "a kettle hums beside seven spoons" };
    succeeded(
      await createStaffUser(systemContext(runtime, tenantId, "bench"), {
        ...credentials,
        displayName: "Mara Lind",
        roles: ["therapist"],
        practitionerId,
      }),
    );
    const { session } = await enrolApp(runtime, credentials);
    const actor = await resolveSession(runtime, session, "request");
    if (actor === null) throw new Error("the session was not found");
    const asTherapist = { runtime, actor, requestId: randomUUID() };
    const asAdmin = studio.as("admin");
    const one = { where: { tenantId_id: { tenantId, id: practitionerId } } };
    const mode = { isolation: "read committed", readOnly: true } as const;

    const measured = await interleave(samples, {
      bare: () => bare.practitioner.findUnique(one),
      bareTransaction: () => bare.$transaction(async (tx) => await tx.practitioner.findUnique(one)),
      wrapped: () => runtime.db.withTenant(tenantId, mode, ({ tx }) => tx.practitioner.findUnique(one)),
      session: () => resolveSession(runtime, session, "request"),
      permission: () => can(actor, "calendar:view") && reaches(actor, "calendar:view", practitionerId),
      forAll: () => viewAvailability(asAdmin, { practitionerId }),
      forOwn: () => viewAvailability(asTherapist, { practitionerId }),
    });
    print(measured);

    // Check 53: an attempt tells nobody, by its time, whether anyone has the email. Each begins with nothing counted.
    const afresh = async (email: string, attempt: (email: string) => Promise<unknown>) => {
      await runtime.db.withCounters(({ tx }) => tx.$executeRaw`delete from guard.subject`);
      return await attempt(email);
    };
    const wrong = async (email: string) =>
      await signIn(runtime, {
        email,
        password: "none of theirs",
        userAgent: "",
        ip: null,
        deviceToken: null,
      });
    const ask = async (email: string) => await askPasswordReset(runtime, { email });
    const nobody = "nobody@example.com";
    const hash = await interleave(20, { hash: () => hashPassword("a kettle hums beside seven spoons") });
    // Apart: of four in turns, one kind of reset would always come behind a sign-in's hash.
    const signIns = await interleave(Math.min(samples, 200), {
      knownSignIn: () => afresh(credentials.email, wrong),
      unknownSignIn: () => afresh(nobody, wrong),
    });
    const resets = await interleave(Math.min(samples, 200), {
      knownReset: () => afresh(credentials.email, ask),
      unknownReset: () => afresh(nobody, ask),
    });
    printSecrecy([...hash, ...signIns, ...resets]);
  } finally {
    await bare.$disconnect();
    await runtime.close();
  }
} finally {
  await postgres.stop();
  removePostgresHome(dataDir);
}

function print(measured: readonly Latencies[]): void {
  const of = (name: string) => measured.find((each) => each.name === name) ?? { name, p50Ms: 0, p95Ms: 0 };
  const [bare, wrapped, session] = [of("bare"), of("wrapped"), of("session")];
  const inTransaction = of("bareTransaction");
  const [permission, forAll, forOwn] = [of("permission"), of("forAll"), of("forOwn")];
  const lookedUp = forOwn.p50Ms - forAll.p50Ms;
  const rows: readonly (readonly [string, number, number, string])[] = [
    ["bare Prisma: one row, no tenant (the baseline)", bare.p50Ms, bare.p95Ms, ""],
    ["bare Prisma, the same row in a transaction of its own", inTransaction.p50Ms, inTransaction.p95Ms, ""],
    ["the same row in its tenant's transaction", wrapped.p50Ms, wrapped.p95Ms, ""],
    [
      "  what the wrapper adds",
      wrapped.p50Ms - bare.p50Ms,
      wrapped.p95Ms - bare.p95Ms,
      `p50 ${goal(wrapped.p50Ms - bare.p50Ms, goals.wrapperP50Ms)}`,
    ],
    [
      "who is behind a session",
      session.p50Ms,
      session.p95Ms,
      `p95 ${goal(session.p95Ms, goals.sessionP95Ms)}`,
    ],
    [
      "may they, and whose records",
      permission.p50Ms,
      permission.p95Ms,
      `p95 ${goal(permission.p95Ms, goals.permissionP95Ms)}`,
    ],
    ["a verb for whom the table gives everything", forAll.p50Ms, forAll.p95Ms, ""],
    ["the same for whom it gives their own", forOwn.p50Ms, forOwn.p95Ms, ""],
    [
      "  what looking up relations adds",
      lookedUp,
      forOwn.p95Ms - forAll.p95Ms,
      `p50 ${goal(lookedUp, goals.permissionP95Ms)}`,
    ],
  ];
  console.log(`\n${samples} samples each, in turn, one at a time; PostgreSQL on the same machine`);
  console.log(`${"".padEnd(56)}${"p50 ms".padStart(10)}${"p95 ms".padStart(10)}`);
  for (const [name, p50, p95, note] of rows)
    console.log(`${name.padEnd(56)}${p50.toFixed(4).padStart(10)}${p95.toFixed(4).padStart(10)}   ${note}`);
}

function printSecrecy(measured: readonly Latencies[]): void {
  const of = (name: string) => measured.find((each) => each.name === name)?.p50Ms ?? 0;
  const pairs = [
    ["a wrong sign-in", of("knownSignIn"), of("unknownSignIn")],
    ["asking for a new password", of("knownReset"), of("unknownReset")],
  ] as const;
  console.log(`\none password hash: p50 ${of("hash").toFixed(0)} ms (150 to 500 are meant)`);
  console.log(`${"".padEnd(56)}${"known".padStart(10)}${"unknown".padStart(10)}   p50 ms`);
  for (const [name, known, unknown] of pairs)
    console.log(
      `${name.padEnd(56)}${known.toFixed(2).padStart(10)}${unknown.toFixed(2).padStart(10)}   ${goal((Math.abs(known - unknown) / known) * 100, 5).replace(" ms", " % apart")}`,
    );
}

function goal(value: number, most: number): string {
  return `${value <= most ? "within" : "ABOVE"} ${most} ms`;
}
