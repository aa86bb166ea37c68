import { type ReactNode, useState } from 'react';
import { say } from '../../../../shared/words/say.js';
import { Button } from '../../../ui/button.js';
import { Card } from '../../../ui/card.js';
import { classes } from '../../../ui/classes.js';
import layout from '../../../ui/styles/layout.module.css';
import styles from './pictures.module.css';

interface FigureProps {
  readonly title: string;
  /** What the picture shows, in words. */
  readonly words: string;
  readonly children: ReactNode;
  /** The heading of each column. */
  readonly columns: readonly string[];
  /** The first cell of each row is its heading. Without rows there is nothing to draw. */
  readonly rows: readonly (readonly [string, ...number[]])[];
}

/** A picture with its sentence, and the table behind it. Who does not see the picture has both. */
export function Figure({ title, words, children, columns, rows }: FigureProps): ReactNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <Card title={title} description={words}>
      {rows.length > 0 && (
        <>
          <div aria-hidden className={styles['picture']}>
            {children}
          </div>
          <div className={layout['column']}>
            <div>
              <Button small aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
                {say('Show as a table')}
              </Button>
            </div>
            {isOpen && <FigureTable title={title} columns={columns} rows={rows} />}
          </div>
        </>
      )}
    </Card>
  );
}

function FigureTable({
  title,
  columns,
  rows,
}: Pick<FigureProps, 'title' | 'columns' | 'rows'>): ReactNode {
  return (
    <table className={classes(layout['table'], styles['table'])}>
      <caption className={layout['onlySpoken']}>{title}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, ...counts]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {counts.map((count, at) => (
              <td key={columns[at + 1]}>{count}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
