import type { ReactNode, Ref } from 'react';
import { say } from '../../shared/words/say.js';
import { Button } from './button.js';
import { Problem } from './callout.js';
import { Actions } from './dialogs/dialog.js';
import type { Form } from './hooks/use-form.js';
import type { Request } from './hooks/use-request.js';
import { RetryButton } from './retry-button.js';
import layout from './styles/layout.module.css';

interface RequestFormProps {
  readonly ref?: Ref<HTMLFormElement>;
  /** Its refusal is shown above the fields. Without one the children show it. */
  readonly request?: Request;
  /** Checks the fields before sending. */
  readonly form?: Pick<Form<string>, 'submit'>;
  readonly onSend: () => Promise<void>;
  /** The words of the button that sends. Without them the children have that button. */
  readonly action?: string;
  readonly dangerous?: boolean;
  readonly onCancel?: () => void;
  readonly cancel?: string;
  readonly children: ReactNode;
}

/** A form that sends a request: why it was refused above the fields, the buttons below them. */
export function RequestForm(props: RequestFormProps): ReactNode {
  const { ref, request, form, onSend, action, dangerous = false, onCancel, children } = props;
  return (
    <form
      noValidate
      ref={ref}
      className={layout['stack']}
      onSubmit={(event) => {
        event.preventDefault();
        // For React the form of a dialog is inside the form that opened it, though not in the DOM.
        event.stopPropagation();
        const send = (): void => void onSend();
        if (form === undefined) send();
        else form.submit(event, send);
      }}
    >
      {request && <Problem text={request.problem} />}
      {children}
      {request && action !== undefined && (
        <Actions>
          {onCancel && <Button onClick={onCancel}>{props.cancel ?? say('Cancel')}</Button>}
          <RetryButton type="submit" look={dangerous ? 'danger' : 'primary'} request={request}>
            {action}
          </RetryButton>
        </Actions>
      )}
    </form>
  );
}
