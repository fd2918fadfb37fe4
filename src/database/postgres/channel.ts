// Messages through LISTEN and NOTIFY, on a separate connection. NOTIFY in the transaction of a write would take a lock
// that all commits share. Messages are therefore sent after the commit, in small batches.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Channel, Receiver } from '../channel.ts';

const CHANNEL = 'task_manager_api';

/** The maximum number of messages in a batch. PostgreSQL accepts payloads of less than 8,000 bytes. */
const MAX_MESSAGES = 100;
/** The maximum number of messages that wait for a connection. Receivers find further changes by polling. */
const MAX_PENDING = 10_000;
const MAX_MESSAGE_LENGTH = 64;
/** How long messages are collected before they are sent in one batch. */
const COLLECT_MS = 10;
/**
 * The interval of probes, which are messages of the channel to itself. If a probe has not arrived when the next one is
 * sent, the channel counts as disconnected. Behind a pooler in transaction mode, no probe arrives.
 */
const PROBE_MS = 15_000;
/** A connection that does not respond within this time is replaced. TCP would take a quarter of an hour to notice. */
const RESPONSE_TIMEOUT_MS = 5000;
const MAX_RECONNECT_MS = 30_000;
const PROBE = 'probe';

type ChannelConfig = pg.ClientConfig & Pick<pg.PoolConfig, 'onConnect'>;

interface ChannelTimes {
  readonly probeMs?: number;
  readonly responseTimeoutMs?: number;
}

/** A channel that can reconnect and be closed. */
export interface PostgresChannel extends Channel {
  /** Reconnects with different settings. */
  renew(changed: ChannelConfig): void;
  close(): Promise<void>;
}

/** Opens a channel. It connects in the background, and reconnects when the connection is lost. */
export function openChannel(
  initial: ChannelConfig,
  { probeMs = PROBE_MS, responseTimeoutMs = RESPONSE_TIMEOUT_MS }: ChannelTimes = {},
): PostgresChannel {
  let config = initial;
  const sender = randomUUID();
  const pending = new Set<string>();
  let receiver: Receiver = { message: () => undefined, connected: () => undefined };
  let client: pg.Client | undefined;
  let isListening = false;
  let isConnected = false;
  let isProbed = true;
  let isClosed = false;
  let attempts = 0;
  let sending: Promise<void> | undefined;
  let reconnecting: NodeJS.Timeout | undefined;

  function receive({ payload = '' }: pg.Notification): void {
    const [from, ...messages] = payload.split(',');
    if (from !== sender) {
      for (const message of messages) if (message !== PROBE) receiver.message(message);
    } else if (messages.includes(PROBE)) {
      isProbed = true;
      if (!isConnected) {
        isConnected = true;
        receiver.connected();
      }
    }
  }

  async function connect(): Promise<void> {
    const opened = new pg.Client({ ...config, keepAlive: true, query_timeout: responseTimeoutMs });
    opened.on('notification', receive);
    opened.on('error', () => {
      lose(opened);
    });
    opened.on('end', () => {
      lose(opened);
    });
    client = opened;
    try {
      await opened.connect();
      await opened.query(`listen ${CHANNEL}`);
      // Another connection may have replaced this one in the meantime.
      if (client !== opened) return;
      attempts = 0;
      isListening = true;
      isProbed = false;
      pending.add(PROBE);
      sending ??= flush();
    } catch {
      lose(opened);
    }
  }

  function lose(lost: pg.Client): void {
    if (client !== lost) return;
    client = undefined;
    isListening = false;
    isConnected = false;
    void lost.end().catch(() => undefined);
    if (isClosed) return;
    attempts += 1;
    reconnecting = setTimeout(() => void connect(), Math.min(MAX_RECONNECT_MS, 250 * 2 ** attempts)).unref();
  }

  async function flush(): Promise<void> {
    while (pending.size > 0 && isListening) {
      await sleep(COLLECT_MS);
      const current = client;
      if (current === undefined) break;
      const messages = [...pending].slice(0, MAX_MESSAGES);
      // Cleared before sending, because a message that is published in the meantime must be sent again.
      for (const message of messages) pending.delete(message);
      try {
        await current.query('select pg_notify($1, $2)', [CHANNEL, [sender, ...messages].join(',')]);
      } catch {
        for (const message of messages) pending.add(message);
        lose(current);
      }
    }
    sending = undefined;
  }

  const probing = setInterval(() => {
    if (!isListening) return;
    // The previous probe has not arrived, so the connection delivers no messages. It stays open, because it may deliver
    // again later.
    if (!isProbed) isConnected = false;
    isProbed = false;
    pending.add(PROBE);
    sending ??= flush();
  }, probeMs).unref();

  void connect();
  return {
    publish(message) {
      if (message.length > MAX_MESSAGE_LENGTH) throw new RangeError('The message is too long');
      if (pending.size < MAX_PENDING) pending.add(message);
      if (isListening) sending ??= flush();
    },
    listen(given) {
      receiver = given;
    },
    isConnected: () => isConnected,
    renew(changed) {
      config = { ...config, ...changed };
      const replaced = client;
      client = undefined;
      isListening = false;
      isConnected = false;
      clearTimeout(reconnecting);
      void replaced?.end().catch(() => undefined);
      void connect();
    },
    async close() {
      isClosed = true;
      isListening = false;
      clearInterval(probing);
      clearTimeout(reconnecting);
      const open = client;
      client = undefined;
      await open?.end().catch(() => undefined);
    },
  };
}
