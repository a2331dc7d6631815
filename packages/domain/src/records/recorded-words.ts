/** What changes a record, as the audit writes it. */
const changes = ["create", "update", "delete", "restore"] as const;
type Change = (typeof changes)[number];

type Kind = {
  readonly words: string;
  /**
   * Whether changing it is administration (AUD-02, AUD-10): it says who may come in and do what, by which rules, what is kept and for how
   * long, or it takes a record out of sight and back. Daily work with visits, hours and messages is not.
   */
  readonly administration: "always" | "never" | Readonly<Record<Change, boolean>>;
};

/** Every kind of record that the audit names: what people call it, staff in the audit and clients in who opened their record, and if it is administration. */
const kinds = {
  access_history: { words: "who opened a record", administration: "never" },
  allowed_networks: { words: "the allowed networks", administration: "always" },
  app: { words: "a connected app", administration: "never" },
  app_pairing: { words: "connecting an app", administration: "always" },
  appointment: { words: "a visit", administration: "never" },
  audit_archive: { words: "an archive of the audit", administration: "never" },
  audit_event: { words: "the audit", administration: "never" },
  bell_notice: { words: "notices", administration: "never" },
  booking_code: { words: "a code to confirm an email address", administration: "never" },
  booking_rules: { words: "rules for requests and moves", administration: "always" },
  calendar: { words: "the calendar", administration: "never" },
  cancellation_reasons: { words: "the reasons to cancel", administration: "always" },
  client: {
    words: "a client's record",
    administration: { create: false, update: false, delete: true, restore: true },
  },
  client_account: { words: "a portal account", administration: "always" },
  client_password: { words: "a portal password", administration: "always" },
  client_session: { words: "a portal session", administration: "never" },
  client_step_rule: { words: "the rule for second steps at the portal", administration: "always" },
  client_way_in: { words: "a way into the portal", administration: "never" },
  closure: { words: "closed days", administration: "never" },
  consent: { words: "consents", administration: "never" },
  cover: { words: "a cover", administration: "always" },
  data_key: { words: "encryption keys", administration: "always" },
  date_override: { words: "hours of one day", administration: "never" },
  dead_letter: { words: "work that failed", administration: "never" },
  device: { words: "a device", administration: "never" },
  disclosure: { words: "what was given to others", administration: "always" },
  document_acceptance: { words: "accepted documents", administration: "never" },
  email_change: { words: "a change of email", administration: "always" },
  external_busy: { words: "busy times from another calendar", administration: "never" },
  invitation: { words: "an invitation", administration: "always" },
  legal_document: { words: "terms or privacy notice", administration: "always" },
  legal_hold: { words: "a legal hold", administration: "always" },
  licence: { words: "a licence to practise", administration: "always" },
  location: { words: "a location", administration: "always" },
  notification: { words: "a message", administration: "never" },
  notification_preference: { words: "which messages somebody gets", administration: "never" },
  opening: { words: "a freed time", administration: "never" },
  page: { words: "a page", administration: "never" },
  passkey: { words: "a passkey", administration: "always" },
  password: { words: "a password", administration: "always" },
  password_reset: { words: "a password reset", administration: "always" },
  password_rules: { words: "the password rules", administration: "always" },
  practitioner: { words: "a practitioner", administration: "never" },
  purge_candidate: { words: "a record past its time", administration: "always" },
  recovery_codes: { words: "their recovery codes", administration: "always" },
  rights_request: { words: "a request about a record", administration: "always" },
  room: { words: "a room", administration: "never" },
  screening: { words: "a screening", administration: "never" },
  second_factor: { words: "a second step", administration: "always" },
  security_incident: { words: "a security incident", administration: "never" },
  series: { words: "a series of visits", administration: "never" },
  service: { words: "a service", administration: "never" },
  session: { words: "a session", administration: "never" },
  sign_in: { words: "a sign-in", administration: "never" },
  sign_in_hours: { words: "the sign-in hours", administration: "always" },
  sign_in_lock: { words: "a lock on signing in", administration: "always" },
  staff_device: { words: "a device somebody signed in from", administration: "never" },
  staff_email: { words: "an email address", administration: "always" },
  staff_identity: { words: "a sign-in elsewhere", administration: "always" },
  staff_location: { words: "where somebody works", administration: "always" },
  staff_user: { words: "a member of the team", administration: "always" },
  studio: { words: "how long records are kept", administration: "always" },
  supervision: { words: "a supervision", administration: "always" },
  tenant: { words: "the studio", administration: "always" },
  time_off: { words: "time off", administration: "never" },
  travel_period: { words: "a travel period", administration: "never" },
  trust_rule: { words: "the rule for trusted devices", administration: "always" },
  trusted_device: { words: "a trusted device", administration: "always" },
  verb: { words: "something", administration: "never" },
  waitlist: { words: "the waitlist", administration: "never" },
  waitlist_entry: { words: "a place on the waitlist", administration: "never" },
  waitlist_offer: { words: "an offered time", administration: "never" },
  weekly_hours: { words: "the weekly hours", administration: "never" },
} as const satisfies Readonly<Record<string, Kind>>;

const known: ReadonlyMap<string, Kind> = new Map(Object.entries(kinds));

/** A kind of record in words, to stand after "looked at"; a code that has none without its underscores. */
export function recordedWords(resource: string): string {
  return known.get(resource)?.words ?? resource.replaceAll("_", " ");
}

/** Every kind of record that the audit names, with its words. */
export function recordedKinds(): readonly { readonly resource: string; readonly words: string }[] {
  return [...known].map(([resource, { words }]) => ({ resource, words }));
}

/** The acts that are administration, by kind of record. A kind without any is not among them. */
export function administrativeActs(): readonly {
  readonly resource: string;
  readonly actions: readonly string[];
}[] {
  return [...known].flatMap(([resource, { administration }]) => {
    const actions = changes.filter((change) => isAdministration(administration, change));
    return actions.length === 0 ? [] : [{ resource, actions }];
  });
}

function isAdministration(administration: Kind["administration"], change: Change): boolean {
  return typeof administration === "string" ? administration === "always" : administration[change];
}
