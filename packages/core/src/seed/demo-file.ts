import * as z from 'zod';

const Login = z.object({ email: z.string(), password: z.string() });
export type Login = z.output<typeof Login>;

/** What opens the demo, in plaintext; the database keeps hashes alone. */
export const DemoCredentials = z.object({ secretKey: z.string(), liveSecretKey: z.string(), publicKey: z.string(), merchant: Login, admin: Login, operator: Login });
export type DemoCredentials = z.output<typeof DemoCredentials>;

/** What `demo.json` holds for people and scripts. The webhook's part is missing until the receiver is registered. */
export const DemoFile = DemoCredentials.extend({
  baseUrl: z.string(), merchantId: z.string(), webhookSecret: z.string().optional(), webhookEndpointId: z.string().optional(),
});
export type DemoFile = z.output<typeof DemoFile>;
