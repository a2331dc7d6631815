export { dismissDeadLetter } from "./dismiss-dead-letter.ts";
export { listDeadLetters } from "./list-dead-letters.ts";
export { noteDeadLetter } from "./note-dead-letter.ts";
export { purgeDeadLetters } from "./purge-dead-letters.ts";
export { retryDeadLetter } from "./retry-dead-letter.ts";
export { viewBackgroundWork } from "./view-background-work.ts";
