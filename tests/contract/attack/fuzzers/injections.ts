// Text that an interpreter behind a careless service would execute. This service stores it unchanged, or rejects it by its
// pattern.
import type { Fuzzer } from './fuzzer.ts';

const injections: Readonly<Record<string, readonly string[]>> = {
  SQL: [
    "' OR '1'='1",
    "'; DROP TABLE task; --",
    '" OR ""="',
    '1) UNION SELECT owner FROM task --',
    "a' || load_extension('x') || '",
    'a"*',
    'NEAR(a b, 1)',
    'title:a OR -b^2',
    '%',
    '_',
  ],
  NoSQL: ['{"$gt":""}', '[$ne]=1', '{"$where":"sleep(1000)"}', "'; return true; //"],
  'path traversal': [
    '../../etc/passwd',
    '..\\..\\windows\\win.ini',
    '%2e%2e%2f',
    '....//',
    '/etc/passwd',
    'file:///etc/passwd',
    '.',
    '..',
  ],
  template: [
    '{{7*7}}',
    '${7*7}',
    '<%= 7*7 %>',
    '#{7*7}',
    '${jndi:ldap://localhost/a}',
    '{taskId}',
    '$ref',
    '%s%n%x',
  ],
  markup: [
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
    '&amp;',
  ],
  command: ['; sleep 10', '| cat /etc/passwd', '$(id)', '`id`', '& ping -c 10 localhost'],
};

export const injectionFuzzers: readonly Fuzzer[] = Object.entries(injections).map(([kind, values]) => ({
  name: `${kind} injection`,
  values: () => values,
}));
