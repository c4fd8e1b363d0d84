#define _GNU_SOURCE
#include "CCurl.h"

#include <arpa/inet.h>
#include <dlfcn.h>
#include <netinet/in.h>
#include <sys/socket.h>

struct message {
  int kind;
  ccurl_easy *easy;
  union {
    void *whatever;
    int code;
  } data;
};

struct address {
  int family;
  int type;
  int protocol;
  unsigned int length;
  struct sockaddr address;
};

// Each function that is used, with its type: X(name, result, arguments…).
#define FUNCTIONS(X)                                                                                                   \
  X(curl_global_init, int, long)                                                                                       \
  X(curl_easy_init, ccurl_easy *, void)                                                                                \
  X(curl_easy_cleanup, void, ccurl_easy *)                                                                             \
  X(curl_easy_setopt, int, ccurl_easy *, int, ...)                                                                     \
  X(curl_easy_getinfo, int, ccurl_easy *, int, ...)                                                                    \
  X(curl_easy_pause, int, ccurl_easy *, int)                                                                           \
  X(curl_easy_strerror, const char *, int)                                                                             \
  X(curl_slist_append, ccurl_list *, ccurl_list *, const char *)                                                       \
  X(curl_slist_free_all, void, ccurl_list *)                                                                           \
  X(curl_multi_init, ccurl_multi *, void)                                                                              \
  X(curl_multi_cleanup, int, ccurl_multi *)                                                                            \
  X(curl_multi_add_handle, int, ccurl_multi *, ccurl_easy *)                                                           \
  X(curl_multi_remove_handle, int, ccurl_multi *, ccurl_easy *)                                                        \
  X(curl_multi_perform, int, ccurl_multi *, int *)                                                                     \
  X(curl_multi_poll, int, ccurl_multi *, void *, unsigned, int, int *)                                                 \
  X(curl_multi_wakeup, int, ccurl_multi *)                                                                             \
  X(curl_multi_info_read, struct message *, ccurl_multi *, int *)                                                      \
  X(curl_url, ccurl_url *, void)                                                                                       \
  X(curl_url_cleanup, void, ccurl_url *)                                                                               \
  X(curl_url_set, int, ccurl_url *, int, const char *, unsigned)                                                       \
  X(curl_url_get, int, ccurl_url *, int, char **, unsigned)                                                            \
  X(curl_free, void, void *)

static struct {
#define FIELD(name, result, ...) result (*name)(__VA_ARGS__);
  FUNCTIONS(FIELD)
#undef FIELD
} api;

// OpenSSL would tidy up when the process exits, under the feet of a transfer that is still going on.
static void keep_openssl_until_the_end(void) {
  const uint64_t no_atexit = 0x00080000;
  void *library = dlopen("libcrypto.so.3", RTLD_NOW | RTLD_LOCAL);
  int (*init)(uint64_t, const void *) = NULL;
  if (library) *(void **)&init = dlsym(library, "OPENSSL_init_crypto");
  if (init) init(no_atexit, NULL);
}

const char *ccurl_load(void) {
  keep_openssl_until_the_end();
  void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
  if (!library) return dlerror();
#define LOAD(name, result, ...)                                                                                        \
  *(void **)&api.name = dlsym(library, #name);                                                                         \
  if (!api.name) return dlerror();
  FUNCTIONS(LOAD)
#undef LOAD
  const long everything = 3;
  return api.curl_global_init(everything) == 0 ? NULL : "curl_global_init failed";
}

ccurl_easy *ccurl_easy_init(void) { return api.curl_easy_init(); }
void ccurl_easy_cleanup(ccurl_easy *easy) { api.curl_easy_cleanup(easy); }
void ccurl_easy_continue(ccurl_easy *easy) { api.curl_easy_pause(easy, 0); }

int ccurl_set_long(ccurl_easy *easy, int option, long value) { return api.curl_easy_setopt(easy, option, value); }
int ccurl_set_size(ccurl_easy *easy, int option, int64_t value) { return api.curl_easy_setopt(easy, option, value); }
int ccurl_set_text(ccurl_easy *easy, int option, const char *value) {
  return api.curl_easy_setopt(easy, option, value);
}
int ccurl_set_list(ccurl_easy *easy, int option, ccurl_list *list) { return api.curl_easy_setopt(easy, option, list); }

static int set_callback(ccurl_easy *easy, int function, ccurl_callback callback, int data, void *context) {
  int code = api.curl_easy_setopt(easy, function, callback);
  return code ? code : api.curl_easy_setopt(easy, data, context);
}

int ccurl_on_body(ccurl_easy *easy, ccurl_callback take, void *context) {
  return set_callback(easy, 20011, take, 10001, context);
}
int ccurl_on_upload(ccurl_easy *easy, ccurl_callback fill, void *context) {
  return set_callback(easy, 20012, fill, 10009, context);
}
int ccurl_on_header(ccurl_easy *easy, ccurl_callback take, void *context) {
  return set_callback(easy, 20079, take, 10029, context);
}

static int open_socket(void *context, int purpose, struct address *to) {
  (void)purpose;
  ccurl_peer *peer = context;
  peer->host[0] = 0;
  if (to->family == AF_INET) {
    struct sockaddr_in *address = (struct sockaddr_in *)&to->address;
    inet_ntop(AF_INET, &address->sin_addr, peer->host, sizeof peer->host);
    peer->port = ntohs(address->sin_port);
  } else if (to->family == AF_INET6) {
    struct sockaddr_in6 *address = (struct sockaddr_in6 *)&to->address;
    inet_ntop(AF_INET6, &address->sin6_addr, peer->host, sizeof peer->host);
    peer->port = ntohs(address->sin6_port);
  }
  return socket(to->family, to->type | SOCK_CLOEXEC, to->protocol);
}

int ccurl_record_peer(ccurl_easy *easy, ccurl_peer *peer) {
  int code = api.curl_easy_setopt(easy, 20163, open_socket);
  return code ? code : api.curl_easy_setopt(easy, 10164, peer);
}

static int about_to_send(void *context, char *to, char *from, int to_port, int from_port) {
  (void)to, (void)from, (void)to_port, (void)from_port;
  int *count = context;
  *count += 1;
  return *count > 1;
}

int ccurl_send_once(ccurl_easy *easy, int *count) {
  int code = api.curl_easy_setopt(easy, 20312, about_to_send);
  return code ? code : api.curl_easy_setopt(easy, 10313, count);
}

ccurl_list *ccurl_list_append(ccurl_list *list, const char *text) { return api.curl_slist_append(list, text); }
void ccurl_list_free(ccurl_list *list) { api.curl_slist_free_all(list); }

int64_t ccurl_info(ccurl_easy *easy, int info) {
  const int sizes = 0x600000;
  if (info > sizes) {
    int64_t value = 0;
    return api.curl_easy_getinfo(easy, info, &value) == 0 ? value : 0;
  }
  long value = 0;
  return api.curl_easy_getinfo(easy, info, &value) == 0 ? value : 0;
}

const char *ccurl_words(int code) { return api.curl_easy_strerror(code); }

ccurl_multi *ccurl_multi_init(void) { return api.curl_multi_init(); }
void ccurl_multi_cleanup(ccurl_multi *multi) { api.curl_multi_cleanup(multi); }
int ccurl_multi_add(ccurl_multi *multi, ccurl_easy *easy) { return api.curl_multi_add_handle(multi, easy); }
int ccurl_multi_remove(ccurl_multi *multi, ccurl_easy *easy) { return api.curl_multi_remove_handle(multi, easy); }

int ccurl_multi_perform(ccurl_multi *multi) {
  int running;
  return api.curl_multi_perform(multi, &running);
}

ccurl_easy *ccurl_multi_finished(ccurl_multi *multi, int *code) {
  const int done = 1;
  int more;
  struct message *message;
  while ((message = api.curl_multi_info_read(multi, &more))) {
    if (message->kind != done) continue;
    *code = message->data.code;
    return message->easy;
  }
  return NULL;
}

int ccurl_multi_wait(ccurl_multi *multi, int milliseconds) {
  return api.curl_multi_poll(multi, NULL, 0, milliseconds, NULL);
}
int ccurl_multi_wake(ccurl_multi *multi) { return api.curl_multi_wakeup(multi); }

ccurl_url *ccurl_url_parse(const char *text) {
  const unsigned guess_scheme = 1 << 9, any_scheme = 1 << 3;
  ccurl_url *url = api.curl_url();
  if (!url) return NULL;
  if (api.curl_url_set(url, 0, text, guess_scheme | any_scheme) == 0) return url;
  api.curl_url_cleanup(url);
  return NULL;
}

char *ccurl_url_part(ccurl_url *url, int part) {
  char *text = NULL;
  return api.curl_url_get(url, part, &text, 0) == 0 ? text : NULL;
}

void ccurl_free(char *text) { api.curl_free(text); }
void ccurl_url_free(ccurl_url *url) { api.curl_url_cleanup(url); }
