// URLs that no webhook may have, in production and with no allowed networks, with the reason for the refusal.

const loopback = 'must not point to a loopback address';
const privateAddress = 'must not point to a private address';
const linkLocal = 'must not point to a link-local address';
const unspecified = 'must not point to an unspecified address';
const reserved = 'must not point to a reserved address';
const tunnel = 'must not point to a tunnel address';
const documentation = 'must not point to a documentation address';
const multicast = 'must not point to a multicast address';
const benchmarking = 'must not point to a benchmarking address';
const shared = 'must not point to a shared address';
const metadata = 'must not point to a metadata address';
const internalName = 'must not have a host name of an internal network';
const invalid = 'must be a valid URL';
const insecure = 'must use https';
const credentials = 'must not contain a user name or a password';

/** Pairs of a URL and a reason. */
export const refusedUrls: readonly (readonly [url: string, reason: string])[] = [
  // 127.0.0.1 in every notation
  ['https://127.0.0.1/', loopback],
  ['https://127.0.0.1:8443/hook', loopback],
  ['https://127.0.0.1./', loopback],
  ['https://127.1/', loopback],
  ['https://127.0.1/', loopback],
  ['https://127.255.255.254/', loopback],
  ['https://2130706433/', loopback],
  ['https://0x7f000001/', loopback],
  ['https://0x7F.0x0.0x0.0x1/', loopback],
  ['https://0x7f.1/', loopback],
  ['https://017700000001/', loopback],
  ['https://0177.0.0.01/', loopback],
  ['https://0177.0x0.1/', loopback],
  ['https://%31%32%37.0.0.1/', loopback],
  ['https://127%2e0%2e0%2e1/', loopback],
  ['https://127。0。0。1/', loopback],
  ['https://１２７.0.0.1/', loopback],
  ['https://①②⑦.⓪.⓪.①/', loopback],
  ['https://[::1]/', loopback],
  ['https://[0:0:0:0:0:0:0:1]/', loopback],
  ['https://[::ffff:127.0.0.1]/', loopback],
  ['https://[::ffff:7f00:1]/', loopback],
  ['https://[0:0:0:0:0:ffff:7f00:0001]/', loopback],
  ['https://[64:ff9b::127.0.0.1]/', loopback],
  ['https://[64:ff9b::7f00:1]/', loopback],
  // Slashes, tabs and backslashes that URL parsers remove or replace
  ['https:127.0.0.1', loopback],
  ['https:///127.0.0.1/', loopback],
  ['https:\\\\127.0.0.1\\', loopback],
  ['https://127.0.\t0.1/', loopback],
  ['https://127.0.0.1\\@hooks.example.com/', loopback],
  [' https://127.0.0.1/ ', loopback],
  // Names of this machine
  ['https://localhost/', loopback],
  ['https://LOCALHOST/', loopback],
  ['https://localhost./', loopback],
  ['https://hooks.localhost/', loopback],
  ['https://ｌocalhost/', loopback],
  // Unspecified addresses, which connect to this machine on many systems
  ['https://0/', unspecified],
  ['https://0.0.0.0/', unspecified],
  ['https://0.1.2.3/', unspecified],
  ['https://[::]/', unspecified],
  ['https://[::ffff:0.0.0.0]/', unspecified],
  // Metadata services
  ['https://169.254.169.254/latest/meta-data/', linkLocal],
  ['https://2852039166/', linkLocal],
  ['https://0xa9fea9fe/', linkLocal],
  ['https://0251.0376.0251.0376/', linkLocal],
  ['https://169.254.43518/', linkLocal],
  ['https://[::ffff:169.254.169.254]/', linkLocal],
  ['https://[64:ff9b::169.254.169.254]/', linkLocal],
  ['https://[fd00:ec2::254]/', privateAddress],
  ['https://[fd20:ce::254]/', privateAddress],
  ['https://168.63.129.16/', metadata],
  ['https://100.100.100.200/', shared],
  ['https://192.0.0.192/', reserved],
  ['https://metadata.google.internal/', internalName],
  ['https://metadata/', internalName],
  // Private, shared and link-local networks
  ['https://10.0.0.1/', privateAddress],
  ['https://10.255.255.255/', privateAddress],
  ['https://172.16.0.1/', privateAddress],
  ['https://172.31.255.255/', privateAddress],
  ['https://192.168.0.1/', privateAddress],
  ['https://3232235521/', privateAddress],
  ['https://[::ffff:10.0.0.1]/', privateAddress],
  ['https://[64:ff9b::192.168.0.1]/', privateAddress],
  ['https://[fc00::1]/', privateAddress],
  ['https://[fdff:ffff::1]/', privateAddress],
  ['https://[fec0::1]/', privateAddress],
  ['https://100.64.0.1/', shared],
  ['https://100.127.255.255/', shared],
  ['https://[fe80::1]/', linkLocal],
  ['https://[febf::1]/', linkLocal],
  ['https://kubernetes/', internalName],
  ['https://kubernetes.default.svc.cluster.local/', internalName],
  ['https://printer.local./', internalName],
  ['https://router.home.arpa/', internalName],
  // Multicast, broadcast, benchmarking, documentation and reserved addresses
  ['https://224.0.0.1/', multicast],
  ['https://239.255.255.255/', multicast],
  ['https://[ff02::1]/', multicast],
  ['https://255.255.255.255/', reserved],
  ['https://240.0.0.1/', reserved],
  ['https://192.0.0.1/', reserved],
  ['https://198.18.0.1/', benchmarking],
  ['https://198.19.255.255/', benchmarking],
  ['https://[2001:2::1]/', benchmarking],
  ['https://192.0.2.1/', documentation],
  ['https://198.51.100.1/', documentation],
  ['https://203.0.113.1/', documentation],
  ['https://[2001:db8::1]/', documentation],
  ['https://[3fff::1]/', documentation],
  ['https://[100::1]/', reserved],
  ['https://[2001:20::1]/', reserved],
  ['https://[4000::1]/', reserved],
  ['https://[5f00::1]/', reserved],
  // IPv4 addresses in IPv6 addresses: compatible, translated, local NAT64, 6to4 and Teredo
  ['https://[::127.0.0.1]/', reserved],
  ['https://[::ffff:0:127.0.0.1]/', reserved],
  ['https://[64:ff9b:1::127.0.0.1]/', tunnel],
  ['https://[64:ff9b:1:ffff::8.8.8.8]/', tunnel],
  ['https://[2002:7f00:1::]/', tunnel],
  ['https://[2002:808:808::1]/', tunnel],
  ['https://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/', tunnel],
  ['https://192.88.99.1/', tunnel],
  // Texts that are not URLs, and URLs without a host
  ['', invalid],
  ['hooks.example.com', invalid],
  ['//hooks.example.com/', invalid],
  ['https://', invalid],
  ['https://256.0.0.1/', invalid],
  ['https://1.2.3.4.5/', invalid],
  ['https://0x100000000/', invalid],
  ['https://[::1%25lo]/', invalid],
  ['https://[::1/', invalid],
  ['https://hooks.example.com:65536/', invalid],
  ['https://hooks .example.com/', invalid],
  ['https://./', 'must have a valid host name'],
  ['https://hooks..example.com/', 'must have a valid host name'],
  ['https://hooks.example.com../', 'must have a valid host name'],
  ['https://localhost../', 'must have a valid host name'],
  [`https://${'a'.repeat(64)}.example.com/`, 'must have a valid host name'],
  [`https://${'long-label.'.repeat(23)}example.com/`, 'must have a valid host name'],
  // Other schemes
  ['http://hooks.example.com/', insecure],
  ['http://127.0.0.1/', insecure],
  ['ftp://hooks.example.com/', insecure],
  ['file:///etc/passwd', insecure],
  ['gopher://127.0.0.1:6379/_INFO', insecure],
  ['data:text/plain,hook', insecure],
  ['mailto:hooks@example.com', insecure],
  ['wss://hooks.example.com/', insecure],
  // Credentials and fragments
  ['https://user@hooks.example.com/', credentials],
  ['https://user:password@hooks.example.com/', credentials],
  ['https://:password@hooks.example.com/', credentials],
  ['https://hooks.example.com:443@127.0.0.1/', credentials],
  ['https://hooks.example.com/#fragment', 'must not contain a fragment'],
  ['https://hooks.example.com/#', 'must not contain a fragment'],
];
