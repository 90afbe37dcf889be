/** Strapi's list of languages that a person can choose has no Bengali; without a name it offers English. */
const bengali = {
  name: 'bengali-in-the-list-of-languages',
  transform(code: string, id: string): string | undefined {
    if (!/languageNativeNames\.m?js$/.test(id)) return undefined;
    return code.replace(/(languageNativeNames\s*=\s*\{)/, "$1 bn: 'বাংলা',");
  },
};

/** What of Strapi's pages of accounts gives way to ours, which say how an invitation is doing. */
const USERS = /pages\/Settings\/pages\/Users\/(?:components\/)?(\w+)\.mjs$/;
const REPLACED: Readonly<Record<string, readonly (readonly [RegExp, string])[]>> = {
  // The link to be copied, which is in the mail alone.
  MagicLinkCE: [[/[\s\S]*/, "export { Invitation as MagicLinkCE } from 'admin:sign-in/Invitation.tsx';"]],
  EditPage: [
    [/user\?\.registrationToken &&/, 'user?.invitedUntil &&'],
    [/registrationToken: user\.registrationToken/, 'user'],
  ],
  // Strapi's cell says "Inactive" of whoever has not come yet, in English; it stands where nobody has to scroll for it,
  // instead of the user name, which nobody has here.
  ListPage: [
    [
      /cellFormatter \(\{ isActive \}\) \{[\s\S]*?\n {8}\}/,
      'cellFormatter: (user) => jsx(AccountState, { user })',
    ],
    [/\{\s*name: 'username',\s*label: \{[^}]*\},\s*sortable: true\s*\},/, ''],
    [/^/, "import { AccountState } from 'admin:sign-in/AccountState.tsx';\n"],
  ],
};

let root = '';
const invitations = {
  name: 'invitations-in-the-pages-of-accounts',
  configResolved(config: { readonly root: string }): void {
    root = config.root;
  },
  resolveId(source: string): string | undefined {
    return source.startsWith('admin:') ? source.replace('admin:', `${root}/src/admin/`) : undefined;
  },
  transform(code: string, id: string): string | undefined {
    const [, page = ''] = USERS.exec(id) ?? [];
    return REPLACED[page]?.reduce((text, [found, ours]) => {
      if (!found.test(text)) throw new Error(`Strapi’s ${page} has no ${found} any more.`);
      return text.replace(found, ours);
    }, code);
  },
};

/** Adds to the configuration that Strapi builds the admin panel with. */
export default (config: { plugins?: unknown[] }) => ({
  ...config,
  plugins: [...(config.plugins ?? []), bengali, invitations],
});
