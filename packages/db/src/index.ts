export { openDatabase, type Database, type InTransaction, type Tx } from "./database.ts";
export { listen, type Listener } from "./listen.ts";
export {
  openRequestCounts,
  type Bucket,
  type BucketState,
  type RequestCounts,
} from "./request-counts.ts";
export { type FieldSealer, type SealedPlace } from "./field-sealer.ts";
export { type SealedModel, sealedModels } from "./sealed-models.ts";
export { type AuditRow, type OutboxRow, type OwnRows } from "./tenant-client.ts";
export { databaseRefusal, isConnectionFailure, isRetryable, type DatabaseRefusal } from "./sqlstate.ts";
export { Prisma } from "./generated/client.ts";
export type * from "./generated/models.ts";
export type {
  ActorKind,
  AppointmentStatus,
  NotificationStatus,
  OfferStatus,
  OpeningStatus,
  VisitMode,
  WaitlistPriority,
  WaitlistStatus,
} from "./generated/enums.ts";
