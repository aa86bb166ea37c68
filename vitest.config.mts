import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Tests that mock modules: what they mock must not reach other tests. */
const withMocks = readdirSync('test/unit', { encoding: 'utf8', recursive: true })
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => `test/unit/${name.replaceAll('\\', '/')}`)
  .filter((file) => readFileSync(file, 'utf8').includes('vi.mock('));

const unit = {
  environment: 'node',
  // Vitest leaves a core free for itself, and of two that is half of the computer.
  maxWorkers: availableParallelism(),
  // For a slow computer: what hangs is told by the waits within a test.
  testTimeout: 60_000,
  hookTimeout: 60_000,
} as const;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...unit,
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          exclude: withMocks,
          // To load the modules anew for each file takes as long as the tests themselves.
          isolate: false,
        },
      },
      { test: { ...unit, name: 'unit with mocks', include: withMocks } },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          environment: 'node',
          isolate: false,
          // Each file brings its own bus and keyring, and much of its time is waiting for them.
          maxWorkers: availableParallelism() + 1,
          // Real programs under load: what hangs is told by the waits within a test.
          testTimeout: 120_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 40_000 } },
        },
      },
      {
        test: {
          name: 'package',
          include: ['test/package/**/*.test.ts'],
          environment: 'node',
          // One computer can have the package installed once.
          maxWorkers: 1,
          testTimeout: 60_000,
          hookTimeout: 300_000,
          expect: { poll: { timeout: 40_000 } },
        },
      },
    ],
  },
});
