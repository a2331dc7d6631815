export { archiveTrail, removeOldMonths } from "./archive-trail.ts";
export { type AuditKeys, type AuditSigner, createAuditKeys, createAuditSigner } from "./audit-signer.ts";
export { type ArchiveHit, searchArchive } from "./search-archive.ts";
export { prepareAuditMonths, sealTrail } from "./seal-trail.ts";
export { type Finding, type Verdict, verifyTrail } from "./verify-trail.ts";
