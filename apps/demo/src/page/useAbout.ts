import { useEffect, useState } from "react";

/** What answers in this demo; `model` is null while a scripted model does. */
export type About = { readonly model: string | null };

export function useAbout(): About | undefined {
  const [about, setAbout] = useState<About>();
  useEffect(() => {
    const left = new AbortController();
    fetch("/about", { signal: left.signal })
      .then((response) => response.json() as Promise<About>)
      .then(setAbout)
      // Without an answer the page makes no claim; the connection notice tells of the trouble.
      .catch(() => undefined);
    return () => left.abort();
  }, []);
  return about;
}
