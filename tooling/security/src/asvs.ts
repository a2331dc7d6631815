import type { Requirement } from "./requirements-page.ts";

const staff = "packages/services/src/staff";
const signIn = "packages/auth/src/create-auth.db.test.ts";
const bookingGuard = "apps/booking/e2e/guarded.e2e.ts";
const bookingAttacks = "apps/booking/e2e/attacks.e2e.ts";
const staffForeign = "apps/dashboard/e2e/foreign-site.e2e.ts";
const page = "packages/web/src/guard-page.test.ts";
const calls = "packages/api/src/serve-calls.db.test.ts";
const hostile = "packages/api/src/hostile-input.db.test.ts";
const schemas = "packages/api/src/input-schemas.test.ts";
const roles = "packages/api/src/every-role.db.test.ts";
const dependencies = "tooling/security/src/dependencies.test.ts";

const credentials = `${staff}/credentials.db.test.ts`;
const openid = "packages/auth/src/openid.db.test.ts";
const everyPage = "apps/dashboard/e2e/every-page.e2e.ts";

const noUploads = "nothing can be uploaded yet";
const noServer = "Quietroom issues no OAuth tokens: it is a client of other providers only";

/**
 * Level 1 of the OWASP Application Security Verification Standard 5.0.0, all 70 requirements by their numbers.
 * Source: https://github.com/OWASP/ASVS, tag v5.0.0.
 */
export const asvsLevel1: readonly Requirement[] = [
  {
    id: "1.2.1",
    about: "output is encoded for where it stands: elements, attributes, styles, headers",
    shown: [
      [bookingGuard, "check 61 a script that got into a page does not run"],
      ["packages/messages/src/render-message.test.ts", "check 38: line breaks and markup in every word"],
    ],
  },
  {
    id: "1.2.2",
    about: "addresses are built from encoded parts, and lead by http or https only",
    shown: [
      ["packages/messages/src/render-message.test.ts", "a link that is not http(s) is our own mistake"],
    ],
  },
  {
    id: "1.2.3",
    about: "scripts and JSON are never put together from texts",
    shown: [[page, "check 61 COMP-12 a page may run what carries its request's nonce, and nothing else"]],
  },
  {
    id: "1.2.4",
    about: "queries take values as parameters",
    shown: [
      [hostile, "check 33 no value of any procedure may be an operator"],
      ["packages/db/test/stranger.db.test.ts", "check 8 TEN-04 the tenant's name is checked"],
    ],
  },
  {
    id: "1.2.5",
    about: "no commands of the system are built from input",
    shown: [],
    why: "the product starts no programs",
  },
  {
    id: "1.3.1",
    about: "HTML from editors is sanitised",
    shown: [],
    why: "no field takes HTML: every text is shown as text",
  },
  {
    id: "1.3.2",
    about: "no code is made from texts",
    shown: [[page, "only the dev server's pages may evaluate and write styles"]],
  },
  { id: "1.5.1", about: "XML parsers resolve nothing from outside", shown: [], why: "nothing reads XML" },
  {
    id: "2.1.1",
    about: "the rules of every input are written down",
    shown: [[schemas, "check 36 check 37 every input takes only the fields it names"]],
    why: "`packages/contracts` is that document, and it is what runs",
  },
  {
    id: "2.2.1",
    about: "input is held against what is expected of it",
    shown: [
      [hostile, "check 34 what a call leaves out is refused"],
      ["packages/api/src/booking-abuse.db.test.ts", "check 40 length, end, price and state"],
    ],
  },
  {
    id: "2.2.2",
    about: "the server decides, whatever the page checked before",
    shown: [
      ["packages/api/src/bad-input.db.test.ts", "an unknown field is refused without being named back"],
    ],
  },
  {
    id: "2.3.1",
    about: "steps are taken in their order, and none is skipped",
    shown: [
      [
        "packages/services/src/scheduling/book-hold.db.test.ts",
        "BOOK-03 a hold becomes the appointment it held",
      ],
      [`${staff}/second-factor.db.test.ts`, "check 47 AUTH-20 the right password alone opens nothing"],
    ],
  },
  {
    id: "3.2.1",
    about: "what is data is never drawn as a page",
    shown: [[bookingGuard, "check 61 check 63 every answer carries its protections"]],
  },
  {
    id: "3.2.2",
    about: "text is shown as text",
    shown: [[bookingGuard, "check 61 a script that got into a page does not run"]],
  },
  {
    id: "3.3.1",
    about: "cookies are Secure, and named so",
    shown: [[signIn, "AUTH-34 over https the cookie is Secure and bound to its host"]],
  },
  {
    id: "3.4.1",
    about: "strict transport security for a year or more",
    shown: [[page, "COMP-12 strict transport is promised over https only"]],
    why: "two years, subdomains included; Mozilla's grader reads it too (`pnpm test:observatory`)",
  },
  {
    id: "3.4.2",
    about: "other sites' pages may read nothing",
    shown: [[calls, "a call of our own pages is answered, kept by no cache, open to no other site"]],
  },
  {
    id: "3.5.1",
    about: "requests that change something come from our own pages",
    shown: [
      [calls, "check 62 AUTH-34 every mutation refuses"],
      [bookingAttacks, "check 62 AUTH-34 a form is taken from the site's own pages only"],
    ],
  },
  {
    id: "3.5.2",
    about: "nothing that changes something can be called without the browser asking first",
    shown: [[staffForeign, "check 62 AUTH-34 a call with the session of a member of staff changes nothing"]],
  },
  {
    id: "3.5.3",
    about: "a GET changes nothing",
    shown: [[calls, "check 62 no mutation is made by a GET, nor by a method in disguise"]],
  },
  {
    id: "4.1.1",
    about: "every answer says what it is, and in which encoding",
    shown: [[bookingGuard, "check 61 check 63 every answer carries its protections"]],
  },
  {
    id: "4.4.1",
    about: "sockets are encrypted",
    shown: [],
    why: "there are no WebSockets: changes are followed by server-sent events",
  },
  { id: "5.2.1", about: "files have a size that can be handled", shown: [], why: noUploads },
  { id: "5.2.2", about: "files are what they say they are", shown: [], why: noUploads },
  { id: "5.3.1", about: "no file that came in is run", shown: [], why: noUploads },
  { id: "5.3.2", about: "paths are made of our own names", shown: [], why: "no path is made from input" },
  {
    id: "6.1.1",
    about: "how guessing is defended against is written down",
    shown: [],
    why: "`docs/security/sign-in.md`",
  },
  {
    id: "6.2.1",
    about: "passwords have 8 characters or more",
    shown: [
      [`${staff}/password.test.ts`, "AUTH-02 where a password is the only factor it has fifteen characters"],
    ],
    why: "twelve beside a second factor, which staff always have",
  },
  {
    id: "6.2.2",
    about: "people change their password",
    shown: [[credentials, "AUTH-36 check 50 one's own password"]],
  },
  {
    id: "6.2.3",
    about: "changing it asks for the one before",
    shown: [
      [
        credentials,
        "AUTH-21 AUTH-40 one's own password asks for a fresh second factor and for the old password",
      ],
    ],
  },
  {
    id: "6.2.4",
    about: "the 3,000 commonest are refused",
    shown: [[`${staff}/password.test.ts`, "check 54 AUTH-02 the first three thousand"]],
  },
  {
    id: "6.2.5",
    about: "any characters, and none demanded unless a studio turns that on",
    shown: [[`${staff}/password.test.ts`, "check 54 AUTH-02 twelve random lower-case letters will do"]],
  },
  {
    id: "6.2.6",
    about: "the field hides what is typed",
    shown: [[everyPage, "check 54 the password field hides what is typed"]],
  },
  {
    id: "6.2.7",
    about: "pasting and password managers work",
    shown: [[everyPage, "check 54 the password field hides what is typed"]],
  },
  {
    id: "6.2.8",
    about: "the password is taken exactly as it was given",
    shown: [[`${staff}/password.test.ts`, "check 54 AUTH-02 nothing is cut off"]],
    why: "one Unicode form for what looks the same however it was composed (NFC); nothing else is changed",
  },
  {
    id: "6.3.1",
    about: "guessing is held up",
    shown: [
      [`${staff}/lockout.db.test.ts`, "check 51 AUTH-40 fifty at the same moment from two processes"],
      [`${staff}/lockout.db.test.ts`, "AUTH-40 AUTH-45 an address is refused after five failures"],
    ],
  },
  {
    id: "6.3.2",
    about: "there are no accounts to begin with",
    shown: [["packages/db/test/empty.db.test.ts", "a new database has no account"]],
  },
  {
    id: "6.4.1",
    about: "first secrets are random, short-lived, and not the last",
    shown: [[`${staff}/staff-link.db.test.ts`, "AUTH-05 AUTH-06 the mail alone has the token"]],
  },
  {
    id: "6.4.2",
    about: "no hints and no secret questions",
    shown: [],
    why: "there are none: nothing in `packages/db/prisma/schema` could keep one",
  },
  {
    id: "7.2.1",
    about: "sessions are verified by the server",
    shown: [
      [signIn, "a cookie of another secret, an altered one, and one with ids that are none are nobody"],
    ],
  },
  {
    id: "7.2.2",
    about: "session tokens are made anew, never fixed",
    shown: [
      [signIn, "check 55 AUTH-34 the cookie before sign-in, after the password and after the code differ"],
    ],
  },
  {
    id: "7.2.3",
    about: "session tokens are random, of 128 bits or more",
    shown: [[signIn, "a cookie of another secret, an altered one"]],
    why: "the cookie is encrypted and authenticated (AES-256-GCM) around the session's id; without the key no id is worth anything",
  },
  {
    id: "7.2.4",
    about: "signing in gives a new token and ends the old one",
    shown: [[`${staff}/second-factor.db.test.ts`, "check 55 AUTH-34 passing gives the session another id"]],
  },
  {
    id: "7.4.1",
    about: "a session that ended opens nothing",
    shown: [
      [signIn, "AUTH-32 signing out revokes the row"],
      [`${staff}/sessions.db.test.ts`, "check 56 AUTH-30 a session stands at 14:59"],
    ],
  },
  {
    id: "7.4.2",
    about: "who leaves is signed out everywhere",
    shown: [[`${staff}/staff.db.test.ts`, "AUTH-36 TEN-12 leaving, another role"]],
  },
  {
    id: "8.1.1",
    about: "who may do what is written down",
    shown: [["packages/domain/src/access/permission-matrix.test.ts", "check 22 AUTH-51 "]],
    why: "`docs/security/roles.md`, written from the table that decides",
  },
  {
    id: "8.2.1",
    about: "every function asks for its permission",
    shown: [
      ["packages/api/src/root.test.ts", "AUTH-55 every procedure declares its audience"],
      [roles, "check 21 check 22 AUTH-51 TEN-07 whatever the table refuses is refused"],
    ],
  },
  {
    id: "8.2.2",
    about: "every record asks whose it is",
    shown: [
      [roles, "check 22 check 26 AUTH-53 a list holds a record for those whom the table lets see it"],
      [
        "packages/api/src/stranger.db.test.ts",
        "TEN-07 %s: another studio's %s answers exactly like one that does not exist",
      ],
    ],
  },
  {
    id: "8.3.1",
    about: "the server decides who may, not the page",
    shown: [[roles, "check 21 check 22 AUTH-51 TEN-07 whatever the table refuses is refused"]],
  },
  {
    id: "9.1.1",
    about: "signed tokens are verified before they are believed",
    shown: [
      ["packages/api/src/stranger.db.test.ts", "TEN-05 %s: another studio's link at our address is no link"],
    ],
  },
  {
    id: "9.1.2",
    about: "only our own choice of algorithms counts",
    shown: [[openid, "check 44 a token with %s signs nobody in"]],
  },
  {
    id: "9.1.3",
    about: "keys come from our settings, never from a token",
    shown: [[openid, "check 44 a discovery document of another issuer gets neither the code nor our secret"]],
  },
  {
    id: "9.2.1",
    about: "tokens count within their time only",
    shown: [
      [`${staff}/staff-link.db.test.ts`, "AUTH-05 a reset link is over after 15 minutes to the second"],
    ],
  },
  { id: "10.4.1", about: "an authorization server's redirects", shown: [], why: noServer },
  { id: "10.4.2", about: "an authorization server's codes, once", shown: [], why: noServer },
  { id: "10.4.3", about: "an authorization server's codes, briefly", shown: [], why: noServer },
  { id: "10.4.4", about: "an authorization server's grants", shown: [], why: noServer },
  { id: "10.4.5", about: "an authorization server's refresh tokens", shown: [], why: noServer },
  {
    id: "11.3.1",
    about: "no weak modes of encryption",
    shown: [["packages/services/src/seal.test.ts", "check 82 the same text is never sealed twice the same"]],
  },
  {
    id: "11.3.2",
    about: "AES with GCM or its equals",
    shown: [
      ["packages/services/src/seal.test.ts", "check 81 altered anywhere, cut, or sealed under another key"],
    ],
  },
  {
    id: "11.4.1",
    about: "no weak hashes",
    shown: [[`${staff}/password.test.ts`, "check 54 AUTH-02 the hash takes what it costs"]],
    why: "SHA-256 in HMAC, HKDF and digests; TOTP's SHA-1 is RFC 6238's own, inside HMAC, because authenticator apps know no other",
  },
  {
    id: "12.1.1",
    about: "TLS 1.2 or newer",
    shown: [],
    why: "of the reverse proxy before both sites; the product itself speaks plain HTTP to it on the same machine or network",
  },
  {
    id: "12.2.1",
    about: "the public sites are reached encrypted only",
    shown: [
      ["packages/web/src/public-origin.test.ts", "ENC-01 on a real server a site is reached over https"],
      [page, "COMP-12 strict transport is promised over https only"],
    ],
  },
  {
    id: "12.2.2",
    about: "certificates that browsers trust",
    shown: [],
    why: "of the reverse proxy before both sites",
  },
  {
    id: "13.4.1",
    about: "no version control in what is served",
    shown: [[bookingAttacks, "check 24 what lies beside the sites is not served"]],
  },
  {
    id: "14.2.1",
    about: "nothing personal in an address",
    shown: [["apps/booking/e2e/canary.e2e.ts", "NOTIF-11 through the whole story no word of a person"]],
    why: "a manage link's signature stands in its path: it names one record, ends with it, and Referrer-Policy keeps it from other sites",
  },
  {
    id: "14.3.1",
    about: "after a session nothing of it is left in the browser",
    shown: [["apps/booking/e2e/portal.e2e.ts", "AUTH-06 AUTH-08 AUTH-10 AUTH-34 check 45 check 60"]],
  },
  {
    id: "15.1.1",
    about: "how soon weaknesses of libraries are mended is written down",
    shown: [],
    why: "`SECURITY.md`",
  },
  {
    id: "15.2.1",
    about: "nothing is installed that is known to be weak",
    shown: [
      [dependencies, "check 103 no version of %s is below %s"],
      [dependencies, "check 103 every package comes from the registry with its checksum"],
    ],
  },
  {
    id: "15.3.1",
    about: "an answer has the fields that its reader may see",
    shown: [[roles, "check 26 AUTH-52 what a role is shown of clients is this, field by field"]],
  },
];
