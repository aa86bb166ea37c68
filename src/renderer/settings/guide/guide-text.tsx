import type { MarkedToken, Token, Tokens } from 'marked';
import { Fragment, type ReactNode } from 'react';
import layout from '../../ui/styles/layout.module.css';
import { anchorOf, type GuidePlace, type GuideSection, placeOf } from './guide-sections.js';
import styles from './guide.module.css';

interface GuideTextProps {
  readonly section: GuideSection;
  readonly onGo: (place: GuidePlace) => void;
}

/** The text of a section. A link to another place of the guides leads there; any other one is text. */
export function GuideText(props: GuideTextProps): ReactNode {
  return <div className={styles['text']}>{drawAll(props.section.tokens, props)}</div>;
}

function drawAll(tokens: readonly Token[] | undefined, props: GuideTextProps): ReactNode {
  return tokens?.map((token, place) => (
    <Fragment key={place}>{draw(token as MarkedToken, props)}</Fragment>
  ));
}

function draw(token: MarkedToken, props: GuideTextProps): ReactNode {
  switch (token.type) {
    case 'heading':
      return (
        <h3 id={anchorOf(token.text)} tabIndex={-1}>
          {drawAll(token.tokens, props)}
        </h3>
      );
    case 'paragraph':
      return <p>{drawAll(token.tokens, props)}</p>;
    case 'list':
      return drawList(token, props);
    case 'table':
      return drawTable(token, props);
    case 'code':
      return (
        <pre tabIndex={0}>
          <code>{token.text}</code>
        </pre>
      );
    case 'strong':
      return <strong>{drawAll(token.tokens, props)}</strong>;
    case 'em':
      return <em>{drawAll(token.tokens, props)}</em>;
    case 'codespan':
      return <code>{token.text}</code>;
    case 'link':
      return drawLink(token, props);
    case 'text':
      return token.tokens === undefined ? token.text : drawAll(token.tokens, props);
    case 'escape':
      return token.text;
    // A picture shows a view of the app, which the reader has at hand. The guides have none of the others; a test looks.
    case 'image':
    case 'space':
    case 'blockquote':
    case 'br':
    case 'checkbox':
    case 'def':
    case 'del':
    case 'hr':
    case 'html':
    case 'list_item':
      return null;
  }
}

function drawLink(link: Tokens.Link, props: GuideTextProps): ReactNode {
  const place = placeOf(link.href, props.section);
  const text = drawAll(link.tokens, props);
  if (link.href.startsWith('https:'))
    return (
      <>
        {text} (<code>{link.href}</code>)
      </>
    );
  if (place === null) return text;
  return (
    <button type="button" className={styles['link']} onClick={() => props.onGo(place)}>
      {text}
    </button>
  );
}

function drawList({ ordered, items }: Tokens.List, props: GuideTextProps): ReactNode {
  const drawn = items.map((item, place) => <li key={place}>{drawAll(item.tokens, props)}</li>);
  return ordered ? <ol>{drawn}</ol> : <ul>{drawn}</ul>;
}

function drawTable({ header, rows }: Tokens.Table, props: GuideTextProps): ReactNode {
  return (
    // In the tab order, so that the arrow keys can scroll it.
    <div className={styles['wide']} tabIndex={0}>
      <table className={layout['table']}>
        <thead>
          <tr>
            {header.map(({ tokens }, column) => (
              <th key={column} scope="col">
                {drawAll(tokens, props)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            <tr key={row}>
              {cells.map(({ tokens }, column) => (
                <td key={column}>{drawAll(tokens, props)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
