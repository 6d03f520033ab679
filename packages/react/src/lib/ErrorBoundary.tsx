import type { ReactNode } from "react";
import { Component } from "react";

type Props = {
  /** Another key tries again by itself: what failed may have been of what was shown before. */
  readonly resetKey?: string;
  /** Shown instead of what threw. `retry` shows it again. */
  readonly fallback: (error: unknown, retry: () => void) => ReactNode;
  readonly children: ReactNode;
};

type State = { readonly failure: { readonly error: unknown } | undefined; readonly key: string | undefined };

/** Keeps what throws while it renders from taking the page down. React itself reports the error. */
export class ErrorBoundary extends Component<Props, State> {
  override readonly state: State = { failure: undefined, key: this.props.resetKey };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { failure: { error } };
  }

  static getDerivedStateFromProps({ resetKey }: Props, { key }: State): Partial<State> | null {
    return key === resetKey ? null : { failure: undefined, key: resetKey };
  }

  readonly #retry = (): void => this.setState({ failure: undefined });

  override render(): ReactNode {
    const { failure } = this.state;
    return failure === undefined ? this.props.children : this.props.fallback(failure.error, this.#retry);
  }
}
