import { useCallback, useEffect, useRef, useState } from "react";

type Options<T> = {
  /** Controlled value; undefined means uncontrolled. */
  readonly value: T | undefined;
  readonly defaultValue: T;
  readonly onChange?: ((value: T) => void) | undefined;
};

type Updater<T> = (current: T) => T;
/** Stable between renders. */
type SetState<T> = (next: T | Updater<T>) => void;

/** State that a host may own (`x`), start (`defaultX`) or only watch (`onXChange`). */
export function useControllableState<T>({ value, defaultValue, onChange }: Options<T>): readonly [T, SetState<T>] {
  const [own, setOwn] = useState(defaultValue);
  const isControlled = value !== undefined;
  const current = isControlled ? value : own;
  const latest = useRef({ current, isControlled, onChange });
  useEffect(() => {
    latest.current = { current, isControlled, onChange };
  });
  const set = useCallback((given: T | Updater<T>) => {
    const next = typeof given === "function" ? (given as Updater<T>)(latest.current.current) : given;
    if (Object.is(next, latest.current.current)) return;
    if (!latest.current.isControlled) setOwn(next);
    latest.current.onChange?.(next);
  }, []);
  return [current, set];
}
