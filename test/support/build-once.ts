import { build } from '../../scripts/lib/build.mjs';
import { setup } from '../../scripts/lib/setup.mjs';

/** Before any test: everything is installed, and `out/` is built from the sources of now. */
async function buildOnce(): Promise<void> {
  await setup({ needs: { desktop: true } });
  await build();
}

// Both test runners ask for a default export here.
// eslint-disable-next-line no-restricted-syntax
export default buildOnce;
