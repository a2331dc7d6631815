import type { Mutation } from "./mutations.ts";

const defineVerb = "packages/services/src/define-verb.ts";
const chain = "packages/services/src/evidence/seal-chain.ts";
const verifier = "packages/services/src/evidence/verify-trail.ts";
const bucket = "packages/integrations/src/locked-bucket.ts";
const walk = ["packages/api/src/audit-complete.db.test.ts"];
const evidence = ["packages/services/src/evidence/evidence.db.test.ts"];
const bucketTests = ["packages/integrations/src/locked-bucket.test.ts"];

/** What keeps the audit whole, broken once each. */
export const auditMutations: readonly Mutation[] = [
  {
    protection: "audit: no act without its row (audit insert skipped)",
    file: defineVerb,
    from: "      writeAudit(auditRows(audited.entries, { context, input, outcome, verb: definition.name }));\n",
    to: "",
    project: "db",
    tests: walk,
    title: "check 89 AUD-01 AUD-04 every procedure",
  },
  {
    protection: "audit: no commit without the rows that go with it",
    file: "packages/db/src/tenant-client.ts",
    from: "SELECT app.write_audit(${json(audit)}::jsonb)",
    to: "SELECT ${json(audit)}::jsonb IS NULL",
    project: "db",
    tests: ["packages/db/test/written-with-commit.db.test.ts"],
    title: "check 89 AUD-04",
  },
  {
    protection: "audit: what is refused is recorded",
    file: defineVerb,
    from: '  if (definition.trace !== "audited") return;',
    to: '  if (definition.trace !== "audited" || attempt.outcome === "forbidden") return;',
    project: "db",
    tests: walk,
    title: "check 89 AUD-04 whoever may not",
  },
  {
    protection: "audit: a seal is signed (seal unsigned)",
    file: chain,
    from: 'signature: signer.sign(Buffer.from(head, "hex"))',
    to: "signature: new Uint8Array(64)",
    project: "db",
    tests: evidence,
    title: "AUD-06 an audit that nobody touched holds",
  },
  {
    protection: "audit: the verifier asks for the signature",
    file: chain,
    from: 'return head === headOf(seal) && keys.accepts({ keyId, bytes: Buffer.from(head, "hex"), signature });',
    to: 'return head === headOf(seal) || keys.accepts({ keyId, bytes: Buffer.from(head, "hex"), signature });',
    project: "db",
    tests: evidence,
    title: "check 87 AUD-06 ",
  },
  {
    protection: "audit: the verifier compares what a row says, not only which it is",
    file: verifier,
    from: "page.compare(bytes, there, there + leafBytes, from, from + leafBytes)",
    to: "page.compare(bytes, there, there + idBytes, from, from + idBytes)",
    project: "db",
    tests: evidence,
    title: "check 87 AUD-06 ",
  },
  {
    protection: "audit: a seal names the one before it",
    file: chain,
    from: "sealedAt, rowCount, over, previous, keyId]",
    to: "sealedAt, rowCount, over, keyId]",
    project: "unit",
    tests: ["packages/services/src/evidence/seal-chain.test.ts"],
    title: "check 87 AUD-06 ",
  },
  {
    protection: "audit: an anchor never takes another's place",
    file: bucket,
    from: '        IfNoneMatch: "*",\n',
    to: "",
    project: "unit",
    tests: bucketTests,
    title: "AUD-07 the same head again",
  },
  {
    protection: "audit: only what is locked counts as anchored",
    file: bucket,
    from: 'ObjectLockMode === "COMPLIANCE" && ',
    to: "",
    project: "unit",
    tests: bucketTests,
    title: "AUD-07 a server that ",
  },
  {
    protection: "audit: what is written is not rewritten",
    file: "packages/db/prisma/migrations/0023_audit/migration.sql",
    from: "create trigger append_only before update or delete on audit_event for each row execute function app.append_only();\n",
    to: "",
    project: "db",
    tests: ["packages/db/test/audit-tables.db.test.ts"],
    title: "check 88 AUD-06 nor can",
  },
  {
    protection: "audit: what nobody seals is a finding",
    file: verifier,
    from: "against.now - longest.at > unsealedAtMostMs",
    to: "false",
    project: "db",
    tests: evidence,
    title: "check 87 AUD-06 rows that wait for a seal",
  },
  {
    protection: "audit: a row is of the moment in which it is written",
    file: "packages/db/prisma/migrations/0038_audit_of_now/migration.sql",
    from: "new.at is distinct from now()::timestamptz(3)",
    to: "false",
    project: "db",
    tests: ["packages/db/test/audit-tables.db.test.ts"],
    title: "check 87 AUD-06 nobody dates a row of the audit",
  },
];
