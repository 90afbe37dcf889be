import { say } from './refusals';

/** A field of the dialog. */
interface Asked {
  readonly name: 'password' | 'code' | 'token';
  readonly label: string;
}

/** What helps the browser and its password manager to fill a field in. */
const KINDS = {
  password: { type: 'password', autocomplete: 'current-password' },
  code: { type: 'text', autocomplete: 'one-time-code' },
  token: { type: 'text', autocomplete: 'off' },
} as const;

const BORDER = '1px solid #8e8ea9;border-radius:4px';

/**
 * Asks for something in a dialog of the browser's own, over whatever page is open, which stays as it is.
 * Strapi's pages have no place for fields more.
 * @param text why it is asked for
 * @param problem what was wrong with what was typed before
 * @returns what was typed, or undefined when it was given up
 */
export function ask(
  { text, problem, fields }: { text: string; problem?: string; fields: readonly Asked[] },
  locale: string,
): Promise<Partial<Record<Asked['name'], string>> | undefined> {
  const dialog = element('dialog', {
    lang: locale,
    'aria-labelledby': 'asked-why',
    style: `margin:auto;width:34rem;max-width:calc(100vw - 2rem);box-sizing:border-box;padding:2rem;border:${BORDER};font:inherit;color:#32324d;background:#fff;pointer-events:auto`,
  });
  // A modal of the panel's takes what happens outside of it for a wish to leave, and lets nothing there be clicked.
  for (const sign of ['pointerdown', 'focusin'] as const) {
    dialog.addEventListener(sign, (event) => event.stopPropagation());
  }
  const form = element('form', {
    method: 'dialog',
    style: 'display:grid;gap:1.2rem;font-size:1.6rem;line-height:1.5;overflow-wrap:anywhere',
  });
  const why = element('p', { id: 'asked-why' }, text);
  const wrong = problem ? [element('p', { role: 'alert', style: 'color:#b72b1a' }, problem)] : [];
  const inputs = fields.map(({ name, label }) => {
    const input = element('input', {
      ...KINDS[name],
      name,
      required: '',
      style: `width:100%;box-sizing:border-box;padding:.8rem;font:inherit;color:inherit;background:#fff;border:${BORDER}`,
    });
    const field = element('label', { style: 'display:grid;gap:.4rem' }, label);
    field.append(input);
    form.append(field);
    return input;
  });
  const leave = button(say('platform.sign-in.cancel', locale), 'cancel');
  leave.formNoValidate = true;
  form.prepend(why, ...wrong);
  form.append(button(say('platform.sign-in.continue', locale), 'continue'));
  if (fields.length > 0) form.append(leave);
  dialog.append(form);
  document.body.append(dialog);
  dialog.showModal();
  inputs[0]?.focus();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      const typed = Object.fromEntries(inputs.map(({ name, value }) => [name, value]));
      resolve(dialog.returnValue === 'continue' ? typed : undefined);
    });
  });
}

/** Says something in such a dialog, until it is put away. */
export async function tell(text: string, locale: string): Promise<void> {
  await ask({ text, fields: [] }, locale);
}

function button(text: string, value: string): HTMLButtonElement {
  const colours = value === 'continue' ? 'background:#4945ff;color:#fff' : 'background:#fff;color:#32324d';
  const style = `padding:.8rem;font:inherit;cursor:pointer;border:1px solid #4945ff;border-radius:4px;${colours}`;
  return element('button', { value, style }, text);
}

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>>,
  text?: string,
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  if (text !== undefined) made.textContent = text;
  return made;
}
