/** How long frames took, in ms, while something was done in each. */
export async function measureFrames(count: number, step: (frame: number) => void): Promise<readonly number[]> {
  const times: number[] = [];
  let last = await nextFrame();
  for (let frame = 0; frame < count; frame++) {
    step(frame);
    const now = await nextFrame();
    times.push(now - last);
    last = now;
  }
  return times;
}

export async function settle(frames = 30): Promise<void> {
  for (let frame = 0; frame < frames; frame++) await nextFrame();
}

function nextFrame(): Promise<number> {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}
