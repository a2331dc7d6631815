export { askKeyRotation } from "./ask-rotation.ts";
export { dueRotation } from "./due-rotation.ts";
export { finishRotation } from "./finish-rotation.ts";
export { keyStoreOf } from "./key-store.ts";
export { listKeys } from "./list-keys.ts";
export { moveToKey, replaceKeys } from "./replace-keys.ts";
export { sweepSealed, type SweptColumn } from "./sweep-sealed.ts";
