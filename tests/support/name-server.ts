// A DNS server (RFC 1035) for tests, over UDP on a free port.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import ipaddr from 'ipaddr.js';

export interface NameServer {
  /** The address with the port, as `dns.setServers` takes it. */
  readonly address: string;
  /** The number of questions so far: a lookup asks for the IPv4 and for the IPv6 addresses. */
  readonly questions: number;
  close(): Promise<void>;
}

/**
 * Returns the addresses for question `n` (counted from 0), or `silence` for no answer. The server sends the addresses of the
 * requested family.
 */
export type Answer = (name: string, n: number) => readonly string[] | 'silence';

const typeOf = { ipv4: 1, ipv6: 28 };

/** Starts a name server. It answers that a name does not exist if there are no addresses for it. */
export async function startNameServer(answer: Answer): Promise<NameServer> {
  const socket = createSocket('udp4');
  let questions = 0;
  socket.on('message', (query, { port, address }) => {
    const { name, type, question } = parseQuestion(query);
    const answered = answer(name, questions);
    questions += 1;
    if (answered === 'silence') return;
    const records = answered
      .map((text) => ipaddr.parse(text))
      .filter((parsed) => typeOf[parsed.kind()] === type)
      .map((parsed) => record(type, parsed.toByteArray()));
    const header = Buffer.alloc(12);
    query.copy(header, 0, 0, 2);
    // The flags of a response with recursion. The code is NXDOMAIN if there are no addresses of either family.
    header.writeUInt16BE(answered.length === 0 ? 0x8183 : 0x8180, 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(records.length, 6);
    socket.send(Buffer.concat([header, question, ...records]), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${socket.address().port}`,
    get questions() {
      return questions;
    },
    close: async () => {
      socket.close();
      await once(socket, 'close');
    },
  };
}

function parseQuestion(query: Buffer): { name: string; type: number; question: Buffer } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  // The name, its terminating zero, the type and the class.
  return {
    name: labels.join('.'),
    type: query.readUInt16BE(at + 1),
    question: query.subarray(12, at + 5),
  };
}

/** A resource record for the name in the question, with a time to live of zero. */
function record(type: number, data: readonly number[]): Buffer {
  const pointerToName = [0xc0, 12];
  return Buffer.from([...pointerToName, 0, type, 0, 1, 0, 0, 0, 0, 0, data.length, ...data]);
}
