import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { Page } from 'playwright/test';
import { expect } from '../support/app-fixture.js';
import { expectAccessible } from '../support/axe.js';
import { button, memberRow, openTab, ROBIN, signIn } from '../support/people.js';
import { openTwoDesks, test } from '../support/shared-clinic.js';
import type { Workstation } from '../support/workstation.js';

test('the guide is read by keyboard and printed whole; who read it is known at another computer', async ({
  workstation,
  second,
  server,
}) => {
  const colleague = { person: ROBIN, role: 'Receptionist' };
  const { settings, other } = await openTwoDesks(workstation, second, server, colleague);
  await openTab(settings, 'Members');
  await expect(memberRow(settings, ROBIN)).toContainText('Guide not read yet');
  await expect(settings.getByText('0 of 2 active members have read the guide')).toBeVisible();

  await signIn(other, ROBIN);
  await button(other, 'My security').press('Enter');
  await button(other, 'Read the guide').press('Enter');
  const title = other.getByRole('heading', { name: 'Protecting patient data', level: 1 });
  await expect(title).toBeFocused();
  await expectAccessible(second, other, 'the guide');
  const read = await readByKeyboard(other);
  await expectAccessible(second, other, 'the end of the guide');

  const printed = await printedText(second, other);
  expect(read.length).toBeGreaterThan(30);
  for (const part of read) expect(printed.text).toContain(lettersOf(part));
  expect(printed.text).not.toContain(lettersOf('Mark as read'));
  expect(printed.pages).toBeLessThanOrEqual(5);

  await button(other, 'Mark as read').press('Enter');
  await expect(other.getByRole('status')).toHaveText(/^You read this on \d+ \w+ \d{4}\.$/);
  await expect(button(other, 'Mark as read')).toHaveCount(0);
  await expect(memberRow(settings, ROBIN)).toContainText('Guide read on');
  await expect(settings.getByText('1 of 2 active members have read the guide')).toBeVisible();

  await button(other, 'Back').press('Enter');
  await button(other, 'My security').press('Enter');
  await expect(other.getByText('You read this guide on')).toBeVisible();
});

/** From the title on to the end. @returns the headings, paragraphs and sources, in the order of reading */
async function readByKeyboard(page: Page): Promise<readonly string[]> {
  const contents = page.getByRole('navigation', { name: 'Chapters' }).getByRole('button');
  await expect(contents).toHaveCount(8);
  const texts = page.getByRole('article').locator('h2, p, li');
  const read = [...(await texts.allTextContents())];
  // The entries of the contents come before the way on, and later a way back.
  for (const tabs of [9, 2, 2, 2, 2, 2, 2]) {
    for (let count = 0; count < tabs; count += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 2 })).toBeFocused();
    read.push(...(await texts.allTextContents()));
  }
  // What asks to mark it as read is not for paper.
  return read.filter((text) => !text.startsWith('That was all.'));
}

/** What the printer gets of a page: its letters and digits, and how many sheets. */
async function printedText(
  { app }: Workstation,
  page: Page,
): Promise<{ readonly text: string; readonly pages: number }> {
  const base64 = await app.evaluate(async ({ webContents }, url) => {
    const printed = webContents.getAllWebContents().find((one) => one.getURL() === url);
    return (await printed?.printToPDF({ pageSize: 'A4' }))?.toString('base64') ?? '';
  }, page.url());
  const pdf = await getDocument({ data: Uint8Array.from(Buffer.from(base64, 'base64')) }).promise;
  const sheets = await Promise.all(
    Array.from({ length: pdf.numPages }, async (_, index) => {
      const { items } = await (await pdf.getPage(index + 1)).getTextContent();
      return items.map((item) => ('str' in item ? item.str : '')).join('');
    }),
  );
  return { text: lettersOf(sheets.join('')), pages: pdf.numPages };
}

/** Letters and digits alone: where lines end is no matter, and the font has signs of its own around numbers. */
function lettersOf(text: string): string {
  return text.normalize('NFKC').replace(/[^\p{L}\p{N}]|\u02BC/gu, '');
}
