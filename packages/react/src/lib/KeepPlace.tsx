import type { ReactNode } from "react";
import { Component } from "react";
import { scrollParent } from "./scrollParent.ts";

/** What stays in its place on the screen, and where it is now. */
export type Held = { readonly element: Element; readonly measure: () => number };

type Props = {
  /** The place is kept over each change of this. */
  readonly on: unknown;
  /** Asked right before the page changes. Undefined: nothing needs to be held. */
  readonly hold: () => Held | undefined;
  readonly children: ReactNode;
};

type Snapshot = Held & { readonly before: number; readonly focused: Element | null };

/**
 * Content that is added above what a reader looks at does not move it. A class, because only a class is asked right
 * before React changes the page: the reader may have scrolled since the content was asked for.
 */
export class KeepPlace extends Component<Props> {
  override getSnapshotBeforeUpdate({ on }: Props): Snapshot | null {
    if (Object.is(on, this.props.on)) return null;
    const held = this.props.hold();
    if (held === undefined) return null;
    return { ...held, before: held.measure(), focused: held.element.ownerDocument.activeElement };
  }

  override componentDidUpdate(_props: Props, _state: unknown, snapshot: Snapshot | null): void {
    if (snapshot === null || !snapshot.element.isConnected) return;
    const scroller = scrollParent(snapshot.element);
    if (scroller === null) return;
    scroller.scrollTop += snapshot.measure() - snapshot.before;
    // The button that had the focus may be gone with its last use; the keys go on from where the reader is.
    if (snapshot.focused?.isConnected === false) (scroller as HTMLElement).focus({ preventScroll: true });
  }

  override render(): ReactNode {
    return this.props.children;
  }
}
