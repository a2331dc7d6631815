export { listenToOutbox } from "./listen-to-outbox.ts";
export { relayOutbox, type RelayedEvent } from "./relay-outbox.ts";
