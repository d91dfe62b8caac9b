// What a browser lets a page keep: in a frame of another site, many let it keep nothing.

/** Whether the game would find no storage here; to ask for it then throws in some browsers. */
export function isStorageBlocked() {
  try {
    return !window.localStorage;
  } catch {
    return true;
  }
}
