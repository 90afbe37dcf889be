/**
 * Loads the search only for somebody who searches: at once when the address holds a question, else
 * when the form is first used. A form that is sent before that works as any form does.
 */
const form = document.querySelector<HTMLFormElement>('#search-form');

function start(): void {
  if (form) void import('./client.ts').then((client) => client.start(form));
}

if (/[?&](q|type|ministry)=[^&]/.test(location.search)) start();
else form?.addEventListener('focusin', start, { once: true });
