import type { ReactNode } from 'react';
import { say } from '../../shared/words/say.js';
import mark from '../../../assets/wordmark.svg';
import styles from './wordmark.module.css';

/** The product's logo and name. */
export function Wordmark(): ReactNode {
  return (
    <span className={styles['wordmark']}>
      <img src={mark} alt="" width={28} height={28} />
      {say('Clinic Workstation')}
    </span>
  );
}
