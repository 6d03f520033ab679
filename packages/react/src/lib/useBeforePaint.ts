import { useEffect, useLayoutEffect } from "react";

/** A layout effect, without React's complaint about it on a server, where nothing is painted. */
export const useBeforePaint: typeof useLayoutEffect = typeof document === "undefined" ? useEffect : useLayoutEffect;
