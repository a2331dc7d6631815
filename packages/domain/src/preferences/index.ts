export { categoryWords, channelWords, choiceWords } from "./choice-words.ts";
export {
  choiceStates,
  type Choice,
  decideChannel,
  decideChoice,
  type ShownChoice,
  shownChoices,
  type Unwanted,
  type Wishes,
} from "./choices.ts";
export {
  type ClientMessage,
  clientMessageOf,
  type MessageCategory,
  messageCategories,
  type Recipient,
} from "./message-rules.ts";
