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

/** A page that fails leaves the frame around it usable. */
export class PageGuard extends Component<Props, { readonly error: unknown }> {
  override state = { error: null as unknown };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override componentDidUpdate(before: Props): void {
    if (before.at !== this.props.at && this.state.error !== null) this.setState({ error: null });
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
