export { keepChoice } from "./keep-choice.ts";
export { chooseOwn, viewOwnPreferences } from "./own-preferences.ts";
export { unsubscribe, viewUnsubscribe } from "./unsubscribe.ts";
export { chooseForClient, viewVisitPreferences } from "./visit-preferences.ts";
export { goesToClient, wishesOf } from "./wishes.ts";
