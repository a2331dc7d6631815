export { listenToOutbox } from "./listen-to-outbox.ts";
export { purgeOutbox } from "./purge-outbox.ts";
export { relayOutbox, type RelayedEvent } from "./relay-outbox.ts";
