const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const TERMINAL_MS = 120;
const LOG_MS = 10_000;

/** Runs `work` and says how long it has been going: one line that moves in a terminal, a line now and then in a log. */
export async function withProgress(title, work, detail = () => "") {
  const start = Date.now();
  const isTerminal = process.stdout.isTTY === true;
  const seconds = () => `${Math.round((Date.now() - start) / 1000)} s`;
  const line = () => [title, detail(), seconds()].filter(Boolean).join(", ");
  const clear = () => isTerminal && process.stdout.write("\r\u001B[2K");

  if (!isTerminal) console.log(`${title} …`);
  let frame = 0;
  const tick = () => {
    if (isTerminal) process.stdout.write(`\r\u001B[2K${FRAMES[frame++ % FRAMES.length]} ${line()}`);
    else console.log(`  ${line()}`);
  };
  const timer = setInterval(tick, isTerminal ? TERMINAL_MS : LOG_MS);
  try {
    const result = await work();
    clear();
    console.log(`✓ ${title}, ${seconds()}`);
    return result;
  } catch (error) {
    clear();
    console.log(`✗ ${title}, ${seconds()}`);
    throw error;
  } finally {
    clearInterval(timer);
  }
}
