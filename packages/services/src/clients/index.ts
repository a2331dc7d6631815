export { clientIndexes, clientNameTokens } from "./client-indexes.ts";
export { clientsNamed } from "./clients-named.ts";
export { clientToCorrect, correctClient } from "./correct-client.ts";
export { createClient } from "./create-client.ts";
export { fieldsToCorrect } from "./fields-to-correct.ts";
export { findClient, findOrCreateClient } from "./find-or-create-client.ts";
export { keepNameTokens } from "./keep-name-tokens.ts";
export { namesOfClients } from "./names-of-clients.ts";
export { searchClients } from "./search-clients.ts";
