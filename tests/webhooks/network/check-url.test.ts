import { describe, expect, test } from '@jest/globals';
import { isNetwork } from '../../../src/webhooks/network/addresses.ts';
import { checkUrl, type UrlRules } from '../../../src/webhooks/network/check-url.ts';
import { refusedUrls } from './refused-urls.ts';

const production: UrlRules = { allowHttp: false, allowNetworks: [] };
const hrefOf = (url: string, rules: UrlRules = production): string => {
  const checked = checkUrl(url, rules);
  return checked.ok ? checked.url.href : checked.reason;
};

test.each(refusedUrls)('refuses the URL %j: it %s', (url, reason) => {
  expect(checkUrl(url, production)).toEqual({ ok: false, reason });
});

test.each([
  ['https://hooks.example.com/tasks?team=1', 'https://hooks.example.com/tasks?team=1'],
  ['HTTPS://HOOKS.EXAMPLE.COM', 'https://hooks.example.com/'],
  ['https://hooks.example.com.:8443/', 'https://hooks.example.com:8443/'],
  ['https://bücher.example/', 'https://xn--bcher-kva.example/'],
  ['https://hooks_1.example.com/', 'https://hooks_1.example.com/'],
  ['https://localhost.example.com/', 'https://localhost.example.com/'],
  ['https://127.0.0.1.example.com/', 'https://127.0.0.1.example.com/'],
  ['https://8.8.8.8/', 'https://8.8.8.8/'],
  ['https://134744072/', 'https://8.8.8.8/'],
  ['https://9.255.255.255/', 'https://9.255.255.255/'],
  ['https://11.0.0.0/', 'https://11.0.0.0/'],
  ['https://172.15.255.255/', 'https://172.15.255.255/'],
  ['https://172.32.0.0/', 'https://172.32.0.0/'],
  ['https://100.63.255.255/', 'https://100.63.255.255/'],
  ['https://100.128.0.0/', 'https://100.128.0.0/'],
  ['https://[2606:4700:4700::1111]/', 'https://[2606:4700:4700::1111]/'],
  ['https://[::ffff:8.8.8.8]/', 'https://[::ffff:808:808]/'],
  ['https://[64:ff9b::8.8.8.8]/', 'https://[64:ff9b::808:808]/'],
])('accepts the URL %s', (url, href) => {
  expect(hrefOf(url)).toBe(href);
});

describe('with allowed networks', () => {
  const allow = (...allowNetworks: string[]) => ({ allowHttp: true, allowNetworks });

  test.each([
    ['http://10.1.2.3:8080/', '10.0.0.0/8'],
    ['http://[::ffff:10.1.2.3]/', '10.0.0.0/8'],
    ['http://[64:ff9b::10.1.2.3]/', '10.0.0.0/8'],
    ['http://[fd00::1]/', 'fd00::/8'],
    ['http://receiver:8080/', '10.0.0.0/8'],
    ['http://receiver.default.svc.cluster.local/', '10.0.0.0/8'],
  ])('accepts the URL %s with %s', (url, network) => {
    expect(checkUrl(url, allow(network)).ok).toBe(true);
  });

  test.each([
    ['http://11.0.0.1.10.in-addr.localhost/', '10.0.0.0/8', 'must not point to a loopback address'],
    ['http://192.168.0.1/', '10.0.0.0/8', 'must not point to a private address'],
    ['http://[fd00::1]/', '10.0.0.0/8', 'must not point to a private address'],
    ['http://[::1]/', '127.0.0.0/8', 'must not point to a loopback address'],
    ['http://localhost/', '127.0.0.0/8', 'must not point to a loopback address'],
  ])('refuses the URL %s with %s', (url, network, reason) => {
    expect(hrefOf(url, allow(network))).toBe(reason);
  });

  test('accepts localhost if both of its addresses are allowed', () => {
    expect(hrefOf('http://localhost:3000/', allow('127.0.0.0/8', '::1/128'))).toBe('http://localhost:3000/');
  });
});

test('permits http only where it is allowed', () => {
  expect(hrefOf('http://hooks.example.com/', { allowHttp: true, allowNetworks: [] })).toBe(
    'http://hooks.example.com/',
  );
  expect(hrefOf('ftp://hooks.example.com/', { allowHttp: true, allowNetworks: [] })).toBe('must use https');
});

test.each([
  ['10.0.0.0/8', true],
  ['fd00::/8', true],
  ['127.0.0.1/32', true],
  ['10.0.0.0', false],
  ['10.0.0.0/33', false],
  ['fd00::/129', false],
  ['example.com/8', false],
  ['', false],
])('recognizes whether %j is a network', (text, expected) => {
  expect(isNetwork(text)).toBe(expected);
});
