export { type RenderedMessage, renderMessage } from "./render-message.tsx";
export { textMessage } from "./text-message.ts";
