import type { Role } from '@paygate/contract/kernel';
import { v7 as uuidv7 } from 'uuid';
import { cheapPasswordHash } from './cheap-password.ts';
import { openSqlSession } from './sql-session.ts';
import type { TestDatabase } from './test-database.ts';
import type { TestProduct } from './test-product.ts';

export const PASSWORD = 'correct horse battery staple';

export interface Member { readonly id: string; readonly email: string }
/** A person who can sign in with `PASSWORD`: of a merchant, or of the platform for admin and payout_operator. */
export const addMember = async (database: TestDatabase, { role = 'owner', merchantId = null }: { readonly role?: Role; readonly merchantId?: string | null }): Promise<Member> => {
  const id = uuidv7();
  const email = `${id}@example.com`;
  const session = await openSqlSession(database.url);
  await session.query('insert into member (id, merchant_id, email, name, role, password_hash) values ($1, $2, $3, $4, $5, $6)', [id, merchantId, email, 'Somebody', role, cheapPasswordHash(PASSWORD)]);
  await session.close();
  return { id, email };
};

export interface SignedIn {
  readonly jwt: string;
  /** The value of connect.sid. */
  readonly token: string;
  /** Headers of a call by JWT. */
  readonly headers: { readonly authorization: string };
}
export const cookieOf = (headers: Headers): string | undefined => headers.getSetCookie().map((line) => /^connect\.sid=([^;]*)/.exec(line)?.[1]).find((value) => value !== undefined);

/** Signs in over HTTP. */
export const signIn = async (product: TestProduct, email: string, door: 'login' | 'admin/login' = 'login'): Promise<SignedIn> => {
  const { status, body, headers } = await product.call(undefined, 'POST', `/api/auth/${door}`, { email, password: PASSWORD });
  const token = cookieOf(headers);
  if (status !== 200 || token === undefined) throw new Error(`sign-in answered ${status} ${JSON.stringify(body)}`);
  return { jwt: body.token, token, headers: { authorization: `Bearer ${body.token}` } };
};

/** A new member, signed in. */
export const enter = async (product: TestProduct, database: TestDatabase, who: { readonly role?: Role; readonly merchantId?: string | null }): Promise<SignedIn> => {
  const isPlatforms = who.role === 'admin' || who.role === 'payout_operator';
  return signIn(product, (await addMember(database, who)).email, isPlatforms ? 'admin/login' : 'login');
};
