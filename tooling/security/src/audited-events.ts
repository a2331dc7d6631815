import type { Requirement } from "./requirements-page.ts";

const services = "packages/services/src";
const staff = `${services}/staff`;
const portal = `${services}/portal`;
const staffTests = `${staff}/staff.db.test.ts`;
const factor = `${staff}/second-factor.db.test.ts`;
const walk = "packages/api/src/audit-complete.db.test.ts";
const everyAct = "check 89 AUD-01 AUD-04 every procedure";

/** What happens to sign-ins and by administration, each with a test that finds its row in the audit (AUD-02). */
export const auditedEvents: readonly Requirement[] = [
  {
    id: "sign-in",
    about: "`sign_in` `session` done, with the factors that passed",
    shown: [[factor, "AUTH-23 enrolling, being asked, passing and failing each leave their line"]],
  },
  {
    id: "failure",
    about: "`sign_in` with the code of why not; at an unknown email there is no studio to tell",
    shown: [[staffTests, "AUD-02 a failure at a known email is audited there"]],
  },
  {
    id: "lockout and unlock",
    about: "`sign_in_lock` `create`, and `delete` with who lifted it and why",
    shown: [[`${staff}/lockout.db.test.ts`, "AUTH-41 locking is audited and told to the owner once"]],
  },
  {
    id: "second factor",
    about: "set up, asked for, passed, failed and reset, under `second_factor`",
    shown: [
      [factor, "AUTH-23 enrolling, being asked, passing and failing each leave their line"],
      [factor, "AUTH-23 an admin resets a colleague's second factor with a reason"],
    ],
  },
  {
    id: "sign-out",
    about: "`sign_out` of `session` or `client_session`, one's own or ended from elsewhere",
    shown: [
      [staffTests, "signing out ends the session for good, twice as well as once, and is audited"],
      [walk, everyAct],
    ],
  },
  {
    id: "expiry",
    about: "`sign_out` by the product, `idle` or `expired`",
    shown: [[`${staff}/end-lapsed-sessions.db.test.ts`, "AUD-02 AUTH-30 a session that ends by itself"]],
  },
  {
    id: "password",
    about: "`password` and `password_reset`: asked for, set anew, changed, ended by an admin",
    shown: [
      [`${staff}/credentials.db.test.ts`, "AUD-02 asking for a new password and setting it"],
      [walk, everyAct],
    ],
  },
  {
    id: "clients' way in",
    about: "`client_way_in`, `client_session` and `client_password`: mailed, come in, failed, ended",
    shown: [[`${portal}/portal.db.test.ts`, "AUD-02 a client's asking for a way in"]],
  },
  {
    id: "confirming an address",
    about: "`booking_code`: asked for, mailed, failed; given wrong, it is the outcome of the booking",
    shown: [
      [`${services}/scheduling/booking-code.db.test.ts`, "BOOK-07 AUD-02 the mail goes to the address"],
    ],
  },
  {
    id: "people and roles",
    about:
      "`invitation`, `staff_user`, `staff_location`, `supervision`, `cover`: who was let in, as what, by whom, and out again",
    shown: [[walk, everyAct]],
  },
  {
    id: "settings and policies",
    about:
      "`allowed_networks`, `sign_in_hours`, `password_rules`, `trust_rule`, `client_step_rule`, `studio`, `service`, `weekly_hours`",
    shown: [[walk, everyAct]],
  },
  {
    id: "keys",
    about: "`data_key`: made, opened and replaced, by their ids",
    shown: [[`${services}/keys/keys.db.test.ts`, "ENC-06 making, opening and replacing keys is audited"]],
  },
  {
    id: "exports and looks at the audit",
    about:
      "`audit_event` `read` and `export` with what was looked for; `client` `export`; `audit_archive` `export`",
    shown: [
      [
        `${services}/trail/audit-log.db.test.ts`,
        "check 38 check 90 AUTH-21 an export needs a fresh second factor",
      ],
      [`${services}/trail/audit-log.db.test.ts`, "check 90 AUD-09 the audit is found by person, record, act"],
    ],
  },
  {
    id: "refusals",
    about: "`attempt` with `forbidden` or `not_found`, or the act with the code of its refusal",
    shown: [[walk, "check 89 AUD-04 whoever may not is refused"]],
  },
];
