export { type RenderedMessage, renderMessage } from "./render-message.tsx";
