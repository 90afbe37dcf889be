/** Strapi's list of languages that a person can choose has no Bengali; without a name it offers English. */
const bengali = {
  name: 'bengali-in-the-list-of-languages',
  transform(code: string, id: string): string | undefined {
    if (!/languageNativeNames\.m?js$/.test(id)) return undefined;
    return code.replace(/(languageNativeNames\s*=\s*\{)/, "$1 bn: 'বাংলা',");
  },
};

/** Adds to the configuration that Strapi builds the admin panel with. */
export default (config: { plugins?: unknown[] }) => ({
  ...config,
  plugins: [...(config.plugins ?? []), bengali],
});
