/** As much of OpenAPI 3.1 as the document uses. Schemas stay open: they are read by walking, never by field. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export interface Schema { [keyword: string]: unknown }

export interface Media { schema: Schema; examples?: Record<string, { summary?: string; value: unknown }> }
export type Content = Record<string, Media>;
export interface Parameter { name: string; in: string; required?: boolean; description?: string; schema: Schema; example?: unknown }
export interface Reference { $ref: string }
export interface Response { description: string; headers?: Record<string, Reference>; content?: Content }

export interface DocumentOperation {
  operationId: string;
  tags?: string[];
  summary?: string;
  description?: string;
  security?: Record<string, string[]>[];
  parameters?: (Parameter | Reference)[];
  requestBody?: { required?: boolean; content: Content };
  responses: Record<string, Response>;
  [extension: `x-${string}`]: unknown;
}

export interface OpenApiDocument {
  openapi: string;
  info: { title: string; version: string; description: string };
  servers: { url: string; description?: string }[];
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, DocumentOperation>>;
  webhooks?: Record<string, Record<string, DocumentOperation>>;
  components: {
    schemas: Record<string, Schema>;
    parameters: Record<string, Parameter>;
    headers: Record<string, { description: string; schema: Schema }>;
    securitySchemes: Record<string, Schema>;
  };
}
