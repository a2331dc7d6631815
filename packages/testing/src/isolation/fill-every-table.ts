import { randomUUID } from "node:crypto";
import { person } from "../booking.ts";
import { addAccount, addClient } from "../clients.ts";
import type { TestStudio } from "../studio.ts";
import type { Query } from "./catalogue.ts";

/** What a sealed column takes, and what no key opens: these rows are asked for by the database's own rules alone. */
const sealedByNobody = `k0:${"A".repeat(16)}:${"A".repeat(22)}:`;

/** One row in every table that the studio's own building left empty. Past row security, since no single verb does this. */
export async function fillEveryTable(query: Query, studio: TestStudio): Promise<void> {
  const { tenantId, practitionerId, locationId, serviceId } = studio;
  const insert = async (table: string, columns: Readonly<Record<string, unknown>>): Promise<string> => {
    const names = ["tenant_id", ...Object.keys(columns)];
    const places = names.map((_, index) => `$${index + 1}`).join();
    const [row] = await query(`insert into ${table} (${names.join()}) values (${places}) returning *`, [
      tenantId,
      ...Object.values(columns),
    ]);
    return String(row?.["id"]);
  };
  const hour = { starts_at: "2030-01-14T15:00Z", ends_at: "2030-01-14T16:00Z" };
  const blocked = { blocked_from: hour.starts_at, blocked_until: hour.ends_at };
  const email = "sam@example.com";
  const place = { practitioner_id: practitionerId, location_id: locationId };
  const { runtime } = studio.as("system");
  const client = await addClient(runtime, tenantId, person("Sam"));
  await insert("client_name_token", { token: Buffer.alloc(16), client_id: client });
  await insert("text_reply", {
    id: randomUUID(),
    number: sealedByNobody,
    number_index: Buffer.alloc(16),
    reply: "stop",
    said_at: "2030-01-01T00:00Z",
  });
  const account = await addAccount(runtime, { tenantId, clientId: client }, email);
  const ofAccount = { client_account_id: account };
  await insert("client_session", {
    ...ofAccount,
    client_id: client,
    token_hash: "0".repeat(64),
    expires_at: "2030-01-01T00:00Z",
  });
  await insert("client_way_in", {
    ...ofAccount,
    to_email: sealedByNobody,
    browser_hash: "0".repeat(64),
    link_hash: "0".repeat(64),
    code_hash: "0".repeat(64),
  });
  await insert("client_password", { ...ofAccount, password_hash: "-", stands_alone: true });
  await insert("client_totp", { ...ofAccount, sealed_secret: "-", last_step: 1 });
  await insert("client_recovery_code", { ...ofAccount, code_hash: "0".repeat(64) });
  const staffUser = await insert("staff_user", {
    email,
    display_name: "Sam",
    password_hash: "-",
    roles: ["admin"],
  });
  await insert("staff_directory", { email, staff_user_id: staffUser });
  const session = await insert("session", { staff_user_id: staffUser, expires_at: "2030-01-01T00:00Z" });
  await insert("app_token", {
    session_id: session,
    access_hash: "0".repeat(64),
    refresh_hash: "0".repeat(64),
    access_expires_at: "2030-01-01T00:00Z",
  });
  await insert("app_pairing", {
    staff_user_id: staffUser,
    session_id: session,
    app_name: "Phone",
    code_hash: "0".repeat(64),
    expires_at: "2030-01-01T00:00Z",
  });
  await insert("staff_totp", { staff_user_id: staffUser, sealed_secret: "-", last_step: 1 });
  await insert("staff_recovery_code", { staff_user_id: staffUser, code_hash: "0".repeat(64) });
  await insert("staff_device", { staff_user_id: staffUser, token_hash: "0".repeat(64) });
  await insert("staff_passkey", {
    staff_user_id: staffUser,
    credential_id: "-",
    public_key: Buffer.from("-"),
    counter: 0,
    name: "Phone",
  });
  await insert("trusted_device", {
    staff_user_id: staffUser,
    token_hash: "0".repeat(64),
    expires_at: "2030-01-01T00:00Z",
  });
  await insert("staff_identity", {
    staff_user_id: staffUser,
    issuer: "https://id.example.com",
    subject: "1",
  });
  await insert("identity_directory", { staff_user_id: staffUser, digest: "0".repeat(64) });
  const link = await insert("staff_link", {
    kind: "reset",
    staff_user_id: staffUser,
    email,
    token_hash: "0".repeat(64),
    expires_at: "2030-01-01T00:00Z",
  });
  const invited = await insert("invitation", {
    email,
    roles: ["billing"],
    invited_by: staffUser,
    link_id: link,
  });
  await insert("invitation_location", { invitation_id: invited, location_id: locationId });
  await insert("staff_location", { staff_user_id: staffUser, location_id: locationId });
  await insert("former_password", { staff_user_id: staffUser, password_hash: "$argon2id$-" });
  await insert("sign_in_hours", { weekday: 1, from_time: "08:00", until_time: "18:00" });
  await insert("policy_acceptance", { staff_user_id: staffUser, policy: "terms", version: "1" });
  await insert("security_incident", { kind: "new_device", staff_user_id: staffUser, dedupe_key: "one" });
  await insert("audit_seal", {
    number: 1,
    sealed_at: hour.starts_at,
    row_count: 1,
    first_id: staffUser,
    leaves: Buffer.alloc(56),
    previous: "0".repeat(64),
    head: "0".repeat(64),
    key_id: "0".repeat(16),
    signature: Buffer.alloc(64),
  });
  await insert("audit_archive", {
    month: "2030-01-01",
    file: "-",
    row_count: 1,
    sha256: "0".repeat(64),
    key_id: "0".repeat(16),
  });
  await insert("tenant_data_key", {
    id: "key-1",
    purpose: "data",
    service: "local",
    state: "destroyed", // the current one was made with the client above
  });
  await insert("key_progress", { key_id: "key-1", table_name: "client", total: 1 });
  await insert("supervision", {
    supervisor_id: staffUser,
    supervisee_id: practitionerId,
    kind: "primary",
    starts_at: hour.starts_at,
  });
  await insert("cover", { covering_id: staffUser, covered_id: practitionerId, ...hour });
  const elsewhere = await insert("location", {
    name: "Hill Road",
    address_line: "1 Hill Road",
    city: "Springfield",
    postal_code: "00001",
    country: "US",
    time_zone: "UTC",
  });
  const [oneId, otherId] = [String(locationId), elsewhere].toSorted();
  await insert("travel_time", { one_id: oneId, other_id: otherId, minutes: 20 });
  await insert("date_override", { ...place, local_date: "2030-01-01" });
  await insert("time_off", {
    practitioner_id: practitionerId,
    first_date: "2030-01-01",
    last_date: "2030-01-01",
    asked_by: staffUser,
  });
  await insert("cancellation_policy", { version: 7, words: "Two days before.", window_min: 2880 });
  await insert("travel_period", {
    practitioner_id: practitionerId,
    first_date: "2030-01-01",
    last_date: "2030-01-02",
    time_zone: "UTC",
    away: false,
  });
  await insert("practitioner_photo", {
    practitioner_id: practitionerId,
    image: Buffer.alloc(100),
    digest: "0".repeat(64),
  });
  await insert("practitioner_licence", {
    practitioner_id: practitionerId,
    title: "LCSW",
    number: "C-1001",
    state: "New York",
    expires_on: "2030-01-01",
  });
  await insert("external_busy", {
    practitioner_id: practitionerId,
    source: "calendar",
    external_key: "0".repeat(64),
    busy_from: "2030-01-01T10:00Z",
    busy_until: "2030-01-01T11:00Z",
  });
  await insert("cancellation_reason", { label: "Bad weather", position: 1 });
  await insert("closure", {
    location_id: locationId,
    first_date: "2030-01-01",
    last_date: "2030-01-01",
    name: "New Year",
    kind: "public_holiday",
    telehealth: "closed",
    made_by: staffUser,
  });
  const visit = {
    client_id: client,
    service_id: serviceId,
    mode: "in_person",
    time_zone: "America/New_York",
  };
  const booked = { status: "scheduled", booked_at: hour.starts_at, cancel_deadline: hour.starts_at };
  const appointment = await insert("appointment", { ...place, ...visit, ...booked, ...hour, ...blocked });
  const series = await insert("series", {
    ...place,
    client_id: client,
    service_id: serviceId,
    mode: "in_person",
    first_date: "2030-01-01",
    start_time: "09:00",
    time_zone: "America/New_York",
    duration_min: 50,
    buffer_before_min: 0,
    buffer_after_min: 0,
    frequency: "daily",
    every: 1,
    monthly_by: "date",
    missing: "skip",
    booked_until: "2030-01-01",
  });
  await insert("series_gap", { series_id: series, series_date: "2030-01-02", because: "left_out" });
  const entry = await insert("waitlist_entry", {
    client_id: client,
    service_id: serviceId,
    date_from: "2030-01-01",
    date_until: "2030-02-01",
    weekdays: [1],
    dayparts: ["morning"],
  });
  const opening = await insert("opening", {
    ...place,
    ...hour,
    ...blocked,
    cause: "cancelled",
    caused_by_appointment_id: appointment,
  });
  await insert("waitlist_offer", {
    opening_id: opening,
    entry_id: entry,
    appointment_id: appointment,
    round: 1,
    fit_score: 90,
    ...hour,
    expires_at: hour.starts_at,
    mode: "in_person",
  });
  await insert("waitlist_skip", { opening_id: opening, entry_id: entry, reason: sealedByNobody });
  const byPerson = { client_id: client, reason: sealedByNobody };
  await insert("booking_override", {
    appointment_id: appointment,
    kind: "staff",
    rules: ["slot_taken"],
    reason: sealedByNobody,
    made_by: staffUser,
  });
  await insert("screening", { client_id: client, service_id: serviceId, screened_by: staffUser });
  await insert("client_reason", { ...byPerson, act: "suspended", given_by: staffUser });
  await insert("client_removal", { ...byPerson, removed_by: staffUser });
  await insert("legal_hold", { ...byPerson, placed_by: staffUser });
  await insert("purge_candidate", { client_id: client, last_activity_at: "2020-01-01T00:00Z" });
  await insert("disclosure", {
    client_id: client,
    disclosed_on: "2020-01-01",
    recipient: sealedByNobody,
    what: sealedByNobody,
    purpose: sealedByNobody,
    noted_by: staffUser,
  });
  await insert("rights_request", {
    client_id: client,
    kind: "correction",
    wish: sealedByNobody,
    due_at: hour.starts_at,
  });
  const document = await insert("legal_document", {
    kind: "terms",
    version: 1,
    body: "-",
    published_by: staffUser,
  });
  await insert("document_acceptance", { document_id: document, client_id: client, place: "portal" });
  await insert("consent", {
    client_id: client,
    kind: "telehealth",
    version: 1,
    answer: "refused",
    reason: sealedByNobody,
  });
  await insert("dead_letter", {
    run_id: "run",
    function_id: "send",
    event_name: "staff/mail-planned",
    event_data: "{}",
    error: "Error",
    settled_at: hour.starts_at,
    settled_by: staffUser,
    settled_as: "not_needed",
  });
  const bellNotice = await insert("bell_notice", {
    kind: "booked",
    priority: "normal",
    appointment_id: appointment,
    dedupe_key: "one",
    expires_at: hour.starts_at,
  });
  await insert("bell_mark", { notice_id: bellNotice, staff_user_id: staffUser });
  await insert("notification_preference", {
    client_id: client,
    category: "appointments",
    channel: "email",
    wanted: false,
  });
  await insert("notification", {
    kind: "confirmation",
    channel: "email",
    category: "appointments",
    dedupe_key: "one",
    client_id: client,
    to_address: sealedByNobody,
    due_at: hour.starts_at,
  });
}
