import { defineConfig } from 'playwright/test';

/** `npm run desktops`: the main job on many desktops, which no other test waits for. */
export default defineConfig({
  testDir: 'test/desktops',
  globalSetup: './test/support/build-once.ts',
  outputDir: 'test-results/desktops',
  // They mostly wait; but they measure time, and some draw with the processor.
  workers: 3,
  fullyParallel: true,
  timeout: 400_000,
  expect: { timeout: 20_000 },
  retries: 0,
  forbidOnly: true,
});
