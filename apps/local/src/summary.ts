import type { DemoFile } from '@paygate/core/seed/demo-file';
import { demoFileOf } from './demo-file.ts';
import { named, type Settings } from './settings.ts';
import { dim, say, sayField, sayHeading } from './terminal.ts';

const ANSWER_MS_MAX = 3_000;

/** Where to look and what opens it. Pages are shown only when they answer. */
export const saySummary = async ({ apiUrl, dataDir, bankPort, isOnce }: Settings, file: DemoFile, paymentId: string | undefined): Promise<void> => {
  sayHeading('Open', 'เปิดดู');
  sayField('API', `${apiUrl}/api/v1`);
  const pages = [['Docs', '/docs'], ['Guides', '/docs/guides'], ['Dashboard', '/'], ['Payer page', `/pay/${paymentId ?? ''}`], ['OpenAPI', '/openapi.json']] as const;
  for (const [label, page] of pages) if (await answers(`${apiUrl}${page}`)) sayField(label, `${apiUrl}${page}`);
  sayField('Sandbox bank', `http://127.0.0.1:${bankPort}`);
  sayHeading('Keys and people', 'คีย์และผู้ใช้');
  sayField('Test key', file.secretKey);
  sayField('Live key', file.liveSecretKey);
  sayField('Public key', file.publicKey);
  sayField('Merchant', `${file.merchant.email}  ${file.merchant.password}`);
  sayField('Admin', `${file.admin.email}  ${file.admin.password}`);
  sayField('Operator', `${file.operator.email}  ${file.operator.password}`);
  say();
  say(`  All of it is in ${named(demoFileOf(dataDir))}.${isOnce ? '' : ` ${dim('Ctrl-C stops everything; the data stays.')}`}`);
};

const answers = async (address: string): Promise<boolean> => {
  const response = await fetch(address, { signal: AbortSignal.timeout(ANSWER_MS_MAX) }).catch(() => undefined);
  await response?.body?.cancel();
  return response?.ok === true;
};
