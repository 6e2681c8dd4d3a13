import { Component } from 'react';
import type { ReactNode } from 'react';
import { toFault } from '#renderer/faults.ts';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import styles from './Frame.module.css';

interface Props {
  /** A change of this, such as another address, gives the page another chance. */
  readonly at: string;
  readonly children: ReactNode;
}

interface State {
  readonly error: unknown;
  readonly at: string;
}

/** A page that fails leaves the frame around it usable. */
export class PageGuard extends Component<Props, State> {
  override state: State = { error: null, at: this.props.at };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  static getDerivedStateFromProps({ at }: Props, state: State): State | null {
    return at === state.at ? null : { at, error: null };
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    return (
      <div className={styles.crash}>
        <FaultCard fault={toFault(this.state.error)} onAction={() => window.location.reload()} />
      </div>
    );
  }
}
