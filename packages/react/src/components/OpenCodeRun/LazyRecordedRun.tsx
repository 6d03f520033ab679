import type { ForwardRefExoticComponent, RefAttributes } from "react";
import { forwardRef, useEffect, useState } from "react";
import { useLabels } from "../../context/LabelsContext.tsx";
import { errorText } from "../../lib/errorText.ts";
import { FailedRun } from "./FailedRun.tsx";
import { LoadingRun } from "./LoadingRun.tsx";
import type { RecordedRunProps } from "./RecordedRun.tsx";
import { frameProps } from "./RunView.tsx";

type Loaded = ForwardRefExoticComponent<RecordedRunProps & RefAttributes<HTMLElement>>;

/** Few pages play recordings: the player is loaded by those that do. */
export const LazyRecordedRun = forwardRef<HTMLElement, RecordedRunProps>((props, ref) => {
  const labels = useLabels();
  const [loaded, setLoaded] = useState<{ readonly RecordedRun?: Loaded; readonly error?: string }>({});
  useEffect(() => {
    let isGone = false;
    const settle = (outcome: typeof loaded): void => {
      if (!isGone) setLoaded(outcome);
    };
    import("./RecordedRun.tsx").then(settle, (cause: unknown) => settle({ error: errorText(cause) }));
    return () => {
      isGone = true;
    };
  }, []);
  const { RecordedRun, error } = loaded;
  if (RecordedRun !== undefined) return <RecordedRun ref={ref} {...props} />;
  const { recording: _recording, speed: _speed, autoPlay: _autoPlay, controls: _controls, ...rest } = props;
  if (error === undefined) return <LoadingRun ref={ref} {...frameProps(rest)} />;
  const failure = { code: "network", message: error } as const;
  return <FailedRun ref={ref} heading={labels.channelError} error={failure} {...frameProps(rest)} />;
});
LazyRecordedRun.displayName = "LazyRecordedRun";
