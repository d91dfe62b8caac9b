// The button that gives the whole screen to the game; Escape takes it back, as everywhere.

/** Shows `button` where the browser, and each frame around us, allows a full screen. */
export function offerFullScreen(button, texts) {
  if (!document.fullscreenEnabled) return;
  const name = () => {
    const label = texts[document.fullscreenElement ? "leave_full_screen" : "full_screen"];
    button.setAttribute("aria-label", label);
    button.title = label;
  };
  name();
  button.hidden = false;
  button.addEventListener("click", toggle);
  document.addEventListener("fullscreenchange", name);
}

/** Gives the screen back, where it was taken. */
export function leaveFullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
}

// The page as a whole: its notices and its way out stay within reach.
function toggle() {
  if (document.fullscreenElement) return leaveFullScreen();
  // A browser may still say no, and then nothing is lost.
  document.documentElement.requestFullscreen().catch(() => {});
}
