import type { Operation, Text } from '@paygate/contract/kernel';
import type { RequestLogRow } from './request-log.entity.ts';

/**
 * Why a logged request cannot be sent again; undefined when it can. A signature vouches for the program that holds the key and
 * for the moment it signed: were the platform to sign again in its name, one unsigned call would move money.
 */
export const obstacleToReplay = (row: Pick<RequestLogRow, 'mode' | 'isWhole'>, operation: Operation | undefined): Text | undefined => {
  if (!operation) return { en: 'no operation lives at its path', th: 'ไม่มี operation ที่ path นี้' };
  if (operation.auth === 'signed') return { en: 'it has to be signed by your own program', th: 'ต้องลงลายเซ็นโดยโปรแกรมของคุณเอง' };
  if (operation.auth !== 'secretKey') return { en: 'it was not made with a secret key', th: 'ไม่ได้เรียกด้วย secret key' };
  if (operation.id === 'requests.replay') return { en: 'it is a replay itself', th: 'เป็นคำขอส่งซ้ำอยู่แล้ว' };
  if (row.mode !== 'test') return { en: 'it was made in live mode', th: 'เป็นคำขอในโหมด live' };
  return row.isWhole ? undefined : { en: 'parts of it were masked or cut in the log', th: 'ข้อมูลบางส่วนถูกปิดบังหรือตัดทอนในบันทึก' };
};

/** The path's parameters, decoded. Undefined when the path is not the operation's. */
export const paramsOf = (operation: Pick<Operation, 'path'>, path: string): Record<string, string> | undefined => {
  const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const pattern = new RegExp(`^${operation.path.replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`).replaceAll(/\{\w+\}/g, '([^/]+)')}$`);
  const found = pattern.exec(path);
  return found ? Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(found[index + 1] ?? '')])) : undefined;
};
