import axe from 'axe-core';
import type { Page } from 'playwright-core';

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

/**
 * What the accessibility checker finds wrong on a page.
 * @param within a selector of the part to look at; the whole page without one
 */
export async function violations(page: Page, within?: string): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(async (part) => {
    const { axe } = globalThis as unknown as { axe: { run(context: unknown): Promise<unknown> } };
    const result = await axe.run(part ? { include: [[part]] } : document);
    return (result as { violations: Violation[] }).violations;
  }, within);
  return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}
