export {
  bellKinds,
  type BellKind,
  bellPermissions,
  type BellPriority,
  noticeOf,
  type Happened,
} from "./bell-notice.ts";
