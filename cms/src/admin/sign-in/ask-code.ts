import { say } from './refusals';

/**
 * Asks for the code of the second factor in a dialog of the browser's own, over whatever page is open.
 * Strapi's sign-in page has no place for a field more.
 * @param text what is asked for, or what was wrong with the code before
 * @returns what was typed, or undefined when it was given up
 */
export function askCode(text: string, locale: string): Promise<string | undefined> {
  const dialog = document.createElement('dialog');
  dialog.lang = locale;
  dialog.setAttribute('aria-labelledby', 'second-factor-text');
  dialog.style.cssText =
    'max-width:26rem;padding:2rem;border:1px solid #8e8ea9;border-radius:4px;font:inherit';
  const form = document.createElement('form');
  form.method = 'dialog';
  form.style.cssText = 'display:grid;gap:1rem;font-size:1.6rem';
  const label = document.createElement('label');
  label.id = 'second-factor-text';
  label.htmlFor = 'second-factor-code';
  label.textContent = text;
  const input = document.createElement('input');
  input.id = 'second-factor-code';
  input.name = 'code';
  input.autocomplete = 'one-time-code';
  input.required = true;
  input.style.cssText = 'padding:.8rem;font:inherit;border:1px solid #8e8ea9;border-radius:4px';
  const go = button(say('platform.sign-in.continue', locale), 'continue');
  const leave = button(say('platform.sign-in.cancel', locale), 'cancel');
  leave.formNoValidate = true;
  form.append(label, input, go, leave);
  dialog.append(form);
  document.body.append(dialog);
  dialog.showModal();
  input.focus();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'continue' ? input.value : undefined);
    });
  });
}

function button(text: string, value: string): HTMLButtonElement {
  const made = document.createElement('button');
  made.textContent = text;
  made.value = value;
  const colours = value === 'continue' ? 'background:#4945ff;color:#fff' : 'background:#fff;color:#32324d';
  made.style.cssText = `padding:.8rem;font:inherit;cursor:pointer;border:1px solid #4945ff;border-radius:4px;${colours}`;
  return made;
}
