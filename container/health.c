/* The health check of the image: exits with 0 if the service is ready, and prints the response otherwise. It is written
 * in C because it runs every few seconds: a Node process would use more CPU than an idle service, and the image has
 * neither a shell nor curl. If the service serves HTTPS itself, Node checks it instead. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

static const char request[] = "GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
/* The certificate names the public host, and the connection does not leave the container. */
static const char over_tls[] =
    "require('node:https').get({host:'127.0.0.1',port:process.env.PORT||5000,path:'/health/ready',"
    "rejectUnauthorized:false,timeout:2000},({statusCode:status})=>{console.log(`HTTP/1.1 ${status}`);"
    "process.exit(status===200?0:1)}).on('timeout',()=>process.exit(1))"
    ".on('error',({message})=>{console.error(message);process.exit(1)})";
static const char expected[] = "HTTP/1.1 200 ";

static int fail(const char *step) {
  perror(step);
  return 1;
}

int main(void) {
  const char *certificate = getenv("TLS_CERT_FILE");
  if (certificate != NULL && *certificate != '\0') {
    execl("/usr/local/bin/node", "node", "--eval", over_tls, (char *)NULL);
    return fail("node");
  }
  const char *given = getenv("PORT");
  int port = given != NULL && *given != '\0' ? atoi(given) : 5000;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);

  int connection = socket(AF_INET, SOCK_STREAM, 0);
  if (connection < 0) return fail("socket");
  struct timeval timeout = {.tv_sec = 2};
  setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
  setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof timeout);
  if (connect(connection, (struct sockaddr *)&address, sizeof address) != 0) return fail("connect");
  if (send(connection, request, sizeof request - 1, MSG_NOSIGNAL) != (ssize_t)(sizeof request - 1)) return fail("send");

  /* Reads only the status line, which may arrive in pieces. */
  char answer[64] = "";
  size_t length = 0;
  while (length < sizeof answer - 1 && strchr(answer, '\r') == NULL) {
    ssize_t more = recv(connection, answer + length, sizeof answer - 1 - length, 0);
    if (more < 0) return fail("recv");
    if (more == 0) break;
    length += (size_t)more;
  }
  answer[strcspn(answer, "\r")] = '\0';
  printf("%s\n", answer);
  return strncmp(answer, expected, sizeof expected - 1) == 0 ? 0 : 1;
}
