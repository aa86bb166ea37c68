import { z } from 'zod';
import { sayings } from '../words/say.js';

/*
 * The proxy of a managed computer, as a part of its policy.
 */

/** `direct`: no proxy, whatever the operating system's settings are. */
export type ManagedProxy =
  | { readonly server: string; readonly exceptions?: string | undefined }
  | { readonly script: string };

/** A server has no user name and no password: the app could not use them. */
const SERVER = /^(direct|((https?|socks5):\/\/)?([\w.-]+|\[[\da-fA-F:.]+\]):\d{1,5})$/;

export const managedProxySchema = z
  .strictObject({
    server: z
      .string()
      .max(300)
      .regex(SERVER)
      .meta(
        sayings({
          title: 'Proxy server',
          description:
            'The proxy for all requests, such as proxy.example.org:3128 or https://proxy.example.org:443; direct for none.',
        }),
      )
      .optional(),
    exceptions: z
      .string()
      .max(2_048)
      .regex(/^[\w.*:/[\]<>-]+(\s*[,;]\s*[\w.*:/[\]<>-]+)*$/)
      .meta(
        sayings({
          title: 'Proxy exceptions',
          description:
            'Hosts that are asked without the proxy server, with commas between, such as *.clinic.example,10.0.0.0/8.',
        }),
      )
      .optional(),
    script: z
      .url({ protocol: /^https?$/ })
      .max(2_048)
      .meta(
        sayings({
          title: 'Proxy script',
          description: 'The address of a script (PAC) that names the proxy for each request.',
        }),
      )
      .optional(),
  })
  .refine(({ server, script }) => server === undefined || script === undefined)
  .meta(
    sayings({
      description: 'Which proxy requests take: a server, perhaps with exceptions, or a script.',
    }),
  );

/** @param value as {@link managedProxySchema} gives it */
export function managedProxy(
  value: z.infer<typeof managedProxySchema> | undefined,
): ManagedProxy | null {
  if (value?.script !== undefined) return { script: value.script };
  if (value?.server === undefined) return null;
  return { server: value.server, exceptions: value.exceptions };
}
