import { availableParallelism } from 'node:os';
import { defineConfig } from 'playwright/test';

export default defineConfig({
  testDir: 'test/e2e',
  globalSetup: './test/support/build-once.ts',
  outputDir: 'test-results/e2e',
  // Much of a test's time is a real minute of waiting, so more run at once than there are cores.
  workers: Math.min(4, availableParallelism() + 1),
  fullyParallel: true,
  timeout: 300_000,
  // Under libfaketime every look at a clock costs, and a start takes ten times as long.
  expect: { timeout: 40_000 },
  // A test that passes only now and then hides a fault.
  retries: 0,
  forbidOnly: true,
});
