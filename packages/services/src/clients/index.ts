export { isDisposable } from "./disposable-email.ts";
export {
  clientIndexes,
  clientNameTokens,
  emailIndexes,
  phoneIndexes,
  textReplyIndexes,
} from "./client-indexes.ts";
export { clientWithinReach } from "./client-within-reach.ts";
export { clientsNamed } from "./clients-named.ts";
export { clientToCorrect, correctClient } from "./correct-client.ts";
export { createClient } from "./create-client.ts";
export { fieldsToCorrect } from "./fields-to-correct.ts";
export { findClient, findOrCreateClient } from "./find-or-create-client.ts";
export { keepNameTokens } from "./keep-name-tokens.ts";
export { namesOfClients } from "./names-of-clients.ts";
export { listStoppedAddresses } from "./list-stopped-addresses.ts";
export { searchClients } from "./search-clients.ts";
export { resumeAddress } from "./resume-address.ts";
export { clientsSeenBy } from "./visits-of-clients.ts";
export { withoutMail } from "./without-mail.ts";
