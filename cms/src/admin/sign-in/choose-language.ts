const CHOSEN = 'strapi-admin-language';

/**
 * Shows the panel in Bengali to whoever has chosen no language yet and whose browser is in Bengali: a link
 * from a mail is often followed on a new device.
 */
export function chooseLanguage(): void {
  const [first] = navigator.languages;
  if (localStorage.getItem(CHOSEN) === null && first?.startsWith('bn')) localStorage.setItem(CHOSEN, 'bn');
}
