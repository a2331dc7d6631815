export { countUnread } from "./count-unread.ts";
export { listNotices } from "./list-notices.ts";
export { markNotices } from "./mark-notices.ts";
export { chooseNotices, viewNoticeChoices } from "./own-choices.ts";
export { purgeNotices } from "./purge-notices.ts";
export { ringBell, type RingBell } from "./ring-bell.ts";
