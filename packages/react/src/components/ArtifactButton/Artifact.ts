import type { ArtifactLink } from "@opencode-kit/client/protocol";

/** A file to download. */
export type Artifact = {
  readonly filename: string;
  /** Bytes; absent while the file is not there. */
  readonly size?: number;
  /** Whether the file is there. Default: true. */
  readonly isReady?: boolean;
  /** Asked when the button is pressed: a link expires. */
  readonly getLink: () => Promise<Pick<ArtifactLink, "url" | "filename">>;
};
