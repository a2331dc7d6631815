/** Everything anyone can be allowed to do, as "resource:action". A verb names exactly one. */
export const permissions = [
  "studio:view",
  "slots:list",
  "appointment:hold",
  "appointment:book",
  "appointment:view_own",
  "appointment:cancel_own",
  "appointment:reschedule_own",
  "waitlist:join",
  "offer:answer",
  "calendar:view",
  "appointment:manage",
  "availability:view",
  "availability:manage",
  "service:view",
  "service:manage",
  "waitlist:view",
  "waitlist:manage",
  "message_log:view",
  "session:own",
  "session:start",
  "job:run",
  "tenant:provision",
] as const;

export type Permission = (typeof permissions)[number];
