import * as z from 'zod';
import { operation, type Role } from './kernel.ts';
import { Instant, line, Uuid } from './scalars.ts';

export const merchantRoles = ['owner', 'staff', 'viewer'] as const satisfies readonly Role[];
export const platformRoles = ['admin', 'payout_operator'] as const satisfies readonly Role[];

const Member = z
  .object({
    id: Uuid, email: z.string(), name: z.string(), role: z.enum([...merchantRoles, ...platformRoles]),
    merchant: z.union([z.object({ id: Uuid, username: z.string(), businessName: z.string(), status: z.string() }), z.null()]),
  })
  .meta({ id: 'Member' });
const LoginBody = z.strictObject({ email: line(200), password: z.string().min(1).max(200) }).meta({ id: 'LoginRequest' });
const LoginAnswer = z.object({ success: z.literal(true), token: z.string().meta({ description: 'JWT for Authorization: Bearer' }), expiresAt: Instant, user: Member }).meta({ id: 'LoginAnswer' });

const merchantMember = {
  id: '019aa3f0-4444-7c11-9d6e-3f2b8a6c4d21', email: 'owner@demo.example.com', name: 'Demo Owner', role: 'owner',
  merchant: { id: '019aa3f0-0000-7c11-9d6e-3f2b8a6c4d21', username: 'merchant_demo', businessName: 'Demo Store', status: 'ACTIVE' },
} as const;
const admin = { id: '019aa3f0-5555-7c11-9d6e-3f2b8a6c4d21', email: 'admin@paygate.example.com', name: 'Admin', role: 'admin', merchant: null } as const;
const login = { method: 'POST', surface: 'dashboard', auth: 'public', rate: 'login', tag: 'Sessions', body: LoginBody, ok: { status: 200, schema: LoginAnswer }, errors: ['INVALID_CREDENTIALS'] } as const;
const token = 'eyJhbGciOiJIUzI1NiJ9.e30.c2ln';

export const sessionOperations = {
  login: operation({
    ...login, id: 'sessions.login', path: '/api/auth/login', summary: { en: 'Sign in as a merchant', th: 'เข้าสู่ระบบร้านค้า' },
    description: { en: 'Answers a JWT and sets the HttpOnly cookie connect.sid; both name the same session.', th: 'ตอบ JWT และตั้งคุกกี้ connect.sid ทั้งสองแทน session เดียวกัน' },
    examples: [{ name: 'Owner', body: { email: merchantMember.email, password: 'correct horse battery staple' }, answer: { success: true, token, expiresAt: '2026-03-05T20:00:00.000Z', user: merchantMember } }],
  }),
  adminLogin: operation({
    ...login, id: 'sessions.adminLogin', path: '/api/auth/admin/login', summary: { en: 'Sign in as an operator of the platform', th: 'เข้าสู่ระบบผู้ดูแล' },
    examples: [{ name: 'Admin', body: { email: admin.email, password: 'correct horse battery staple' }, answer: { success: true, token, expiresAt: '2026-03-05T20:00:00.000Z', user: admin } }],
  }),
  logout: operation({
    id: 'sessions.logout', method: 'POST', path: '/api/auth/logout', surface: 'dashboard', auth: 'session', rate: 'write', tag: 'Sessions',
    summary: { en: 'End this session', th: 'ออกจากระบบ' },
    ok: { status: 200, schema: z.object({ success: z.literal(true) }).meta({ id: 'Done' }) }, errors: [],
    examples: [{ name: 'Signed out', answer: { success: true } }],
  }),
  me: operation({
    id: 'sessions.me', method: 'GET', path: '/api/auth/me', surface: 'dashboard', auth: 'session', rate: 'read', tag: 'Sessions',
    summary: { en: 'Who is signed in', th: 'ผู้ใช้ที่เข้าสู่ระบบอยู่' },
    ok: { status: 200, schema: z.object({ user: Member, expiresAt: Instant }).meta({ id: 'SessionAnswer' }) }, errors: [],
    examples: [{ name: 'Owner', answer: { user: merchantMember, expiresAt: '2026-03-05T20:00:00.000Z' } }],
  }),
};
