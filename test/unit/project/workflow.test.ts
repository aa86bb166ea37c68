import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { projectRoot } from '../../../scripts/lib/paths.mjs';
import { phases } from '../../../scripts/lib/test-phases.mjs';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly strategy: { readonly matrix: { readonly include: readonly { system: string }[] } };
        readonly steps: readonly Step[];
      }
    >
  >;
}

/* The workflow has never run, so these tests check what can be checked without a CI host. */

const folder = join(projectRoot, '.github/workflows');
const workflows = readdirSync(folder).map(
  (name) => parse(readFileSync(join(folder, name), 'utf8')) as Workflow,
);
const jobs = workflows.flatMap((workflow) => Object.values(workflow.jobs));
const steps = jobs.flatMap((job) => job.steps);
const { scripts } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
  scripts: Readonly<Record<string, string>>;
};

describe('the workflow for a CI host', () => {
  it('runs everything on the three systems', () => {
    const systems = jobs.flatMap((job) => job.strategy.matrix.include.map(({ system }) => system));
    for (const system of ['ubuntu', 'windows', 'macos'])
      expect(
        systems.some((name) => name.startsWith(`${system}-`)),
        system,
      ).toBe(true);
    expect(steps.filter(({ run }) => run?.endsWith('npm test'))).toHaveLength(jobs.length);
  });

  it('runs no commands but the project’s own, and each is there', () => {
    const run = steps.flatMap((step) => step.run ?? []);
    expect(run.length).toBeGreaterThan(0);
    for (const command of run) {
      const found = /^\$\{\{ matrix\.root \}\} npm (?:run )?(\S+)(?: -- (.*))?$/.exec(command);
      const [, name = '', option] = found ?? [];
      expect(Object.keys(scripts), command).toContain(name);
      const program = /^node (\S+)$/.exec(scripts[name] ?? '')?.[1] ?? '';
      const text = readFileSync(join(projectRoot, program), 'utf8');
      if (option !== undefined) expect(text).toContain(option.replace(/^--/, "'"));
    }
  });

  it('takes no actions but the host’s own, and may only read', () => {
    for (const { uses } of steps)
      if (uses !== undefined) expect(uses).toMatch(/^actions\/[\w-]+@v\d+$/);
    for (const { permissions } of workflows) expect(permissions).toEqual({ contents: 'read' });
  });
});

describe('what `npm test` runs on other systems than Linux', () => {
  it('exists', () => {
    const limited = phases.flatMap(({ name, beyondLinux = [] }) =>
      beyondLinux.map((file) => join(projectRoot, 'test', name, file)),
    );
    expect(limited.length).toBeGreaterThan(0);
    for (const file of limited)
      expect(existsSync(`${file}.test.ts`) || existsSync(`${file}.spec.ts`), file).toBe(true);
  });
});
