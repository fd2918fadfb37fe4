import type { components } from '../../generated/openapi.ts';
import {
  type ColumnsOf,
  fieldsOf,
  type FieldsOf,
  type ItemOf,
  jsonList,
  optionalDateTime,
  plain,
} from '../resource/columns.ts';

type Webhook = components['schemas']['Webhook'];

/** Every property of a webhook: its column, and its default if clients may write it. */
export const columns = {
  id: { name: 'id', codec: plain<string>() },
  url: { name: 'url', codec: plain<string>(), isWritable: true },
  description: { name: 'description', codec: plain<string | null>(), isWritable: true, default: null },
  events: {
    name: 'events',
    codec: jsonList<components['schemas']['WebhookEventType']>(),
    isWritable: true,
  },
  status: {
    name: 'status',
    codec: plain<components['schemas']['WebhookStatus']>(),
    isWritable: true,
    default: 'enabled',
  },
  disabledReason: { name: 'disabled_reason', codec: plain<string | null>() },
  previousSecretExpiresAt: { name: 'previous_secret_expires_at', codec: optionalDateTime },
  createdAt: { name: 'created_at', codec: plain<string>() },
  updatedAt: { name: 'updated_at', codec: plain<string>() },
  version: { name: 'version', codec: plain<number>() },
} as const satisfies ColumnsOf<Webhook>;

/** Fills in defaults for the fields that clients write, and applies patches. */
export const { complete: completeFields, patch: patchedFields } = fieldsOf(columns);

/** The fields that clients write. */
export type WebhookFields = FieldsOf<typeof columns>;

/** A webhook as stored. */
export type StoredWebhook = ItemOf<typeof columns>;
