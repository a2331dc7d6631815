import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { accessMatrix } from "@quietroom/api/access-matrix";
import { checkout, localData, shown } from "@quietroom/local/checkout";
import {
  excessPrivileges,
  policyGaps,
  type Probe,
  probeCascades,
  probeClients,
  probePool,
  probeServer,
  probeTable,
  tablesForClients,
  tenantColumnGaps,
  tenantTables,
} from "@quietroom/testing/isolation";
import { bookVisit, createStudio, person, wallTime } from "@quietroom/testing";
import { isIntact, newSigningKey, signerOf, signText } from "./signed-text.ts";
import { type TwoStudios, withTwoStudios } from "./with-studios.ts";

// pnpm isolation-report                          writes .data/isolation-report.txt
// pnpm isolation-report verify FILE [PUBLIC KEY]  checks one
// ISOLATION_REPORT_KEY names a file with an Ed25519 private key (PEM); without it a key is made for the run.
const [command, file, expected] = process.argv.slice(2);
if (command === "verify") process.exit(check(file ?? "", expected));
else process.exit(await report());

async function report(): Promise<number> {
  const { text, failed } = await withTwoStudios({ poolSize: 4 }, write);
  const keyFile = process.env["ISOLATION_REPORT_KEY"];
  const signed = signText(text, keyFile === undefined ? newSigningKey() : readFileSync(keyFile, "utf8"));
  const target = join(localData, "isolation-report.txt");
  mkdirSync(localData, { recursive: true });
  writeFileSync(target, signed);
  console.log(text.slice(0, text.indexOf("\n\n== ")));
  console.log(
    `\n${shown(target)}, signed ${keyFile === undefined ? "by a key of this run" : `by ${keyFile}`}:`,
  );
  console.log(`  public key ${signerOf(signed) ?? ""}`);
  return failed === 0 ? 0 : 1;
}

async function write(scene: TwoStudios): Promise<{ readonly text: string; readonly failed: number }> {
  const { query, urls, ours, theirs, postgresVersion } = scene;
  const studios = { ours: ours.tenantId, theirs: theirs.tenantId };
  const everyTable = await tenantTables(query);
  const probes: Probe[] = [];
  for (const table of everyTable) {
    for (const [role, connectionString] of [
      ["quietroom_app", urls.app],
      ["quietroom_owner", urls.owner],
    ] as const) {
      probes.push(...(await probeTable({ table, studios, query, role, connectionString })));
    }
  }
  probes.push(
    ...(await probeCascades({ studios, query, superUrl: urls.super })),
    ...(await probePool({ studios, query, connectionString: urls.app })),
    ...(await probeServer({ connectionString: urls.app, tenantId: ours.tenantId })),
    ...(await probeOtherClients(scene)),
    ...(await probeProcedures(scene)),
  );
  const gaps = [
    ...(await tenantColumnGaps(query)),
    ...(await policyGaps(query)),
    ...(await excessPrivileges(query)),
  ];
  const failed = probes.filter(({ held }) => !held).length + gaps.length;
  const commit = spawnSync("git", ["rev-parse", "HEAD"], { cwd: checkout, encoding: "utf8" }).stdout.trim();
  const head = [
    "Quietroom: isolation of two studios, attacked",
    `written      ${new Date().toISOString()}`,
    `source       ${commit === "" ? "not a git checkout" : commit}`,
    `PostgreSQL   ${postgresVersion}`,
    `tables       ${everyTable.length}`,
    `procedures   ${new Set(probes.flatMap(({ subject }) => (subject.startsWith("procedure ") ? [subject] : []))).size}`,
    `probes       ${probes.length}, of which ${probes.length - failed + gaps.length} held`,
    `catalogue    ${gaps.length === 0 ? "no gap in tenants, policies or privileges" : gaps.join("; ")}`,
    `result       ${failed === 0 ? "HELD" : `FAILED (${failed})`}`,
  ];
  const subjects = [...new Set(probes.map(({ subject }) => subject))];
  const body = subjects.map((subject) => {
    const lines = probes.filter((probe) => probe.subject === subject).map(line);
    return `\n== ${subject}\n${lines.join("\n")}`;
  });
  return { text: `${head.join("\n")}\n${body.join("\n")}\n`, failed };
}

/** As the narrower role of clients: everything of the same studio's other clients, with a visit of one's own. */
async function probeOtherClients({ query, urls, ours }: TwoStudios): Promise<readonly Probe[]> {
  const { tenantId } = ours;
  const visit = await bookVisit(ours, { startsAt: wallTime(4, "10:00"), who: person("Ana") });
  const [booked] = await query("select client_id from appointment where id = $1", [visit.id]);
  const client = { clientId: String(booked?.["client_id"]), appointmentId: visit.id };
  const probes: Probe[] = [];
  for (const table of await tablesForClients(query))
    probes.push(...(await probeClients({ table, tenantId, client, query, connectionString: urls.app })));
  return probes;
}

/** Every procedure by every role about every kind of record, but for changes that the table allows: those would change the scene. */
async function probeProcedures({ runtime, query }: TwoStudios): Promise<readonly Probe[]> {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 2 });
  const elsewhere = await createStudio(runtime);
  const { cells, ask } = await accessMatrix(runtime, query, { studio, elsewhere });
  const probes: Probe[] = [];
  for (const cell of cells) {
    const { call, role, stance, expected } = cell;
    if (expected === 200 && call.kind === "mutation") continue;
    const { status } = await ask(cell);
    probes.push({
      check: 22,
      subject: `procedure ${call.path}`,
      role,
      tenant: stance,
      statement: call.kind,
      answer: status === expected ? String(status) : `${status} in place of ${expected}`,
      held: status === expected,
    });
  }
  return probes;
}

function line({ check: number, role, tenant, statement, answer, held }: Probe): string {
  return `${held ? "held  " : "FAILED"}  check ${String(number).padEnd(2)}  ${role.padEnd(16)}  ${tenant.padEnd(33)}  ${statement}  ->  ${answer}`;
}

function check(path: string, publicKey: string | undefined): number {
  const signed = readFileSync(path, "utf8");
  const intact = isIntact(signed, publicKey);
  const signer = signerOf(signed) ?? "nobody";
  console.log(intact ? `Intact. Signed by ${signer}.` : "NOT as it was signed, or not by the expected key.");
  if (intact && publicKey === undefined)
    console.log("Give the public key you expect to check the signer as well.");
  return intact ? 0 : 1;
}
