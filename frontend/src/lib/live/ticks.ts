/**
 * Runs something every so many milliseconds while the window is seen, and at once when it comes
 * back: behind a closed window nothing needs to move. Gives back what ends it.
 */
export function whileSeen(run: () => void, interval: number): () => void {
  let timer: ReturnType<typeof setInterval> | undefined;
  const start = () => (timer = setInterval(run, interval));
  const turn = () => {
    clearInterval(timer);
    if (document.hidden) return;
    run();
    start();
  };
  if (!document.hidden) start();
  document.addEventListener('visibilitychange', turn);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', turn);
  };
}
