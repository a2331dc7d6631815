import type { Requirement } from "./requirements-page.ts";

const services = "packages/services/src";
const staff = `${services}/staff`;
const roles = "packages/api/src/every-role.db.test.ts";
const evidence = `${services}/evidence/evidence.db.test.ts`;
const keys = `${services}/keys/keys.db.test.ts`;
const backup = "tooling/backup/src";

/**
 * The technical safeguards of the HIPAA Security Rule by their paragraphs. "(A)" is what the rule calls addressable: to be done, or to be
 * reasoned why something else is as good. Source: https://www.ecfr.gov/current/title-45/section-164.312.
 */
export const technicalSafeguards: readonly Requirement[] = [
  {
    id: "(a)(1)",
    about: "systems let in only the persons and programs that were given the right",
    shown: [
      [roles, "check 21 check 22 AUTH-51 TEN-07 whatever the table refuses is refused"],
      [roles, "check 22 AUTH-51 whatever the table allows is answered"],
      ["packages/db/test/matrix.db.test.ts", "check 3 check 4 check 8 TEN-02 %s: no statement"],
    ],
    why: "The operator gives each person the role of their work, and ends access on the day somebody leaves (team page).",
  },
  {
    id: "(a)(2)(i)",
    about: "each user has a name or number of their own by which what they do is followed",
    shown: [
      [`${services}/audit.db.test.ts`, "AUD-01 a row says who, from where, in which session"],
      [
        `${staff}/staff.db.test.ts`,
        "TEN-20 an email is hired once in a studio, may work for two, and signs in to the one it names or this browser was used for",
      ],
    ],
    why: "The operator lets nobody share an account.",
  },
  {
    id: "(a)(2)(ii)",
    about: "there is a way to the records that are needed in an emergency",
    shown: [
      [`${backup}/backup.db.test.ts`, "check 92 a backup restored into an empty server"],
      [`${staff}/second-factor.db.test.ts`, "check 49 AUTH-20 ten recovery codes"],
      [`${services}/relations/relations.db.test.ts`, "check 28 AUTH-58 a cover opens the colleague's visits"],
    ],
    why: "The operator keeps two admins, recovery codes where they can be reached, and rehearses a restore (`docs/security/backup-and-restore.md`). Opening a chart without a care relation waits for charts.",
  },
  {
    id: "(a)(2)(iii)",
    about: "(A) a session ends by itself when nobody has used it for a set time",
    shown: [
      [`${staff}/sessions.db.test.ts`, "check 56 AUTH-30 a session stands at 14:59"],
      [`${services}/portal/portal.db.test.ts`, "check 56 AUTH-30 a session ends after 15 idle minutes"],
    ],
  },
  {
    id: "(a)(2)(iv)",
    about: "(A) what is kept of clients can be encrypted and decrypted",
    shown: [
      [keys, "ENC-03 the database takes no word in the clear"],
      ["packages/vault/src/seal-field.test.ts", "check 81 moved to any other"],
      [keys, "ENC-05 check 83 a rotation moves every row"],
    ],
    why: "The operator chooses where the master key is and keeps it apart from the backups (`docs/security/key-management.md`); disks of the server are encrypted by its operator.",
  },
  {
    id: "(b)",
    about: "what happens in systems that hold records is recorded and looked at",
    shown: [
      ["packages/api/src/audit-complete.db.test.ts", "check 89 AUD-01 AUD-04 every procedure"],
      [`${services}/trail/audit-log.db.test.ts`, "AUD-10 the reports find failed sign-ins"],
      ["packages/jobs/src/functions/watch-access.db.test.ts", "check 91 AUD-11 fifty records in ten minutes"],
    ],
    why: "The operator looks: the reports of `/audit` at least monthly, incidents when they come.",
  },
  {
    id: "(c)(1)",
    about: "records are kept from being changed or destroyed improperly",
    shown: [
      ["packages/db/test/audit-tables.db.test.ts", "check 88 AUD-06 the application can neither change"],
      [`${services}/records/records.db.test.ts`, "COMP-03 a removed record is gone for everybody"],
      [`${backup}/backup.db.test.ts`, "check 92 a wrong key, a flipped byte"],
    ],
    why: "The operator makes a backup every day and keeps one off the site.",
  },
  {
    id: "(c)(2)",
    about: "(A) means of telling that a record was not changed or destroyed without right",
    shown: [
      [evidence, "AUD-06 an audit that nobody touched holds"],
      [evidence, "check 87 AUD-06 $what: the verifier names it"],
      [`${services}/keys/every-sealed-column.db.test.ts`, "check 81 in every column: whatever is put"],
      [`${backup}/check-evidence.db.test.ts`, "check 92 a restored audit holds together"],
    ],
    why: "The operator runs `pnpm audit:verify` every day from another machine (`docs/security/audit.md`).",
  },
  {
    id: "(d)",
    about: "whoever seeks access is who they say they are",
    shown: [
      [`${staff}/second-factor.db.test.ts`, "check 46 AUTH-20 of every pairing only the right password"],
      [`${staff}/lockout.db.test.ts`, "check 51 AUTH-40 the fifth failure locks"],
      [`${services}/portal/portal.db.test.ts`, "check 45 AUTH-06 in another browser than the one that asked"],
    ],
    why: "The operator invites people by an address that is known to be theirs, and looks who asks before a second step is reset.",
  },
  {
    id: "(e)(1)",
    about: "records are guarded while they go over a network",
    shown: [
      ["packages/web/src/public-origin.test.ts", "ENC-01 on a real server a site is reached over https"],
      ["apps/booking/e2e/canary.e2e.ts", "NOTIF-11 through the whole story no word of a person"],
    ],
    why: "The operator puts a reverse proxy with TLS 1.2 or newer before both sites, and TLS or one private machine between the programs and PostgreSQL.",
  },
  {
    id: "(e)(2)(i)",
    about: "(A) what is sent is not changed on its way unseen",
    shown: [
      ["packages/web/src/guard-page.test.ts", "COMP-12 strict transport is promised over https only"],
      [
        "packages/integrations/src/locked-bucket.test.ts",
        "AUD-07 check 87 a head is put where nothing lies yet",
      ],
      [`${backup}/sealed-stream.test.ts`, "a single flipped bit is refused wherever it is"],
    ],
    why: "By TLS between browser and proxy, which is the operator's.",
  },
  {
    id: "(e)(2)(ii)",
    about: "(A) what is sent is encrypted where that is called for",
    shown: [
      ["apps/booking/src/env.test.ts", "ENC-01 a real site is reached over https"],
      ["packages/vault/src/key-settings.test.ts", "ENC-06 check 85 a real server does not start with %s"],
    ],
    why: "The key service and the audit's bucket are reached over https only; certificates are the operator's. Mail goes to the sender over https and says nothing of care.",
  },
];
