import type { Core } from '@strapi/strapi';

/** What is used here of Strapi's own service for passwords. */
export interface StrapiAuth {
  /** Whether a password belongs to a stored hash. */
  validatePassword(password: string, hash: string): Promise<boolean>;
  hashPassword(password: string): Promise<string>;
}

export function strapiAuth(strapi: Core.Strapi): StrapiAuth {
  return strapi.service('admin::auth') as unknown as StrapiAuth;
}
