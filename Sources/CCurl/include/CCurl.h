#pragma once

/// The part of libcurl that Postern uses, from the system's `libcurl.so.4` (7.87 or later), loaded when it is first asked
/// for: linked in the usual way, its 37 libraries would cost every start 8 ms, of which most need no network.
///
/// These are declarations of our own. A `-dev` package is not needed, and which of the two that conflict does not matter.
/// Names and numbers are libcurl's: https://curl.se/libcurl/c/symbols-in-versions.html. Nothing else here may be called
/// before `ccurl_load` gave NULL.

#include <stddef.h>
#include <stdint.h>

typedef struct ccurl_easy ccurl_easy;
typedef struct ccurl_multi ccurl_multi;
typedef struct ccurl_list ccurl_list;
typedef struct ccurl_url ccurl_url;

/// Loads the library and readies it; to be called once. Gives NULL, or why it cannot be used.
const char *_Nullable ccurl_load(void);

// MARK: - One transfer

ccurl_easy *_Nullable ccurl_easy_init(void);
void ccurl_easy_cleanup(ccurl_easy *_Nonnull easy);
/// Continues what a callback paused.
void ccurl_easy_continue(ccurl_easy *_Nonnull easy);

enum {
  CCURLOPT_URL = 10002,
  CCURLOPT_PROXY = 10004,
  CCURLOPT_HTTPHEADER = 10023,
  CCURLOPT_SSLVERSION = 32,
  CCURLOPT_NOPROGRESS = 43,
  CCURLOPT_POST = 47,
  CCURLOPT_NETRC = 51,
  CCURLOPT_FOLLOWLOCATION = 52,
  CCURLOPT_SSL_VERIFYPEER = 64,
  CCURLOPT_CAINFO = 10065,
  CCURLOPT_FRESH_CONNECT = 74,
  CCURLOPT_FORBID_REUSE = 75,
  CCURLOPT_SSL_VERIFYHOST = 81,
  CCURLOPT_HTTP_VERSION = 84,
  CCURLOPT_CAPATH = 10097,
  CCURLOPT_BUFFERSIZE = 98,
  CCURLOPT_NOSIGNAL = 99,
  CCURLOPT_ACCEPT_ENCODING = 10102,
  CCURLOPT_PROXYAUTH = 111,
  CCURLOPT_POSTFIELDSIZE_LARGE = 30120,
  CCURLOPT_TIMEOUT_MS = 155,
  CCURLOPT_CONNECTTIMEOUT_MS = 156,
  CCURLOPT_NOPROXY = 10177,
  CCURLOPT_PATH_AS_IS = 234,
  CCURLOPT_PROXY_CAINFO = 10246,
  CCURLOPT_PROXY_CAPATH = 10247,
  CCURLOPT_SUPPRESS_CONNECT_HEADERS = 265,
  CCURLOPT_HTTP09_ALLOWED = 285,
  CCURLOPT_PROTOCOLS_STR = 10318,
  CCURLOPT_QUICK_EXIT = 322,

  CCURL_HTTP_VERSION_1_1 = 2,
  CCURL_HTTP_VERSION_2TLS = 4,
  CCURL_SSLVERSION_TLSv1_2 = 6,
};

/// `CURLAUTH_BASIC | CURLAUTH_DIGEST | CURLAUTH_NEGOTIATE | CURLAUTH_NTLM`: tried from the strongest that a proxy offers.
static const long CCURLAUTH_KNOWN = 1 | 2 | 4 | 8;

/// Each gives 0, or libcurl's number of what is wrong; a text is copied.
int ccurl_set_long(ccurl_easy *_Nonnull easy, int option, long value);
int ccurl_set_size(ccurl_easy *_Nonnull easy, int option, int64_t value);
int ccurl_set_text(ccurl_easy *_Nonnull easy, int option, const char *_Nullable value);
/// The list must outlive the transfer.
int ccurl_set_list(ccurl_easy *_Nonnull easy, int option, ccurl_list *_Nullable list);

/// Takes or fills `size * count` bytes and gives how many it did; `context` is what was set with it.
typedef size_t (*ccurl_callback)(char *_Nullable bytes, size_t size, size_t count, void *_Nullable context);
int ccurl_on_header(ccurl_easy *_Nonnull easy, ccurl_callback _Nonnull take, void *_Nonnull context);
int ccurl_on_body(ccurl_easy *_Nonnull easy, ccurl_callback _Nonnull take, void *_Nonnull context);
int ccurl_on_upload(ccurl_easy *_Nonnull easy, ccurl_callback _Nonnull fill, void *_Nonnull context);

/// What a callback gives in the place of a number of bytes.
static const size_t CCURL_PAUSE = 0x10000001;
static const size_t CCURL_ABORT = 0x10000000;

/// Where the last attempt at a connection went: the server, or the proxy before it.
typedef struct {
  /// Numeric, without brackets; empty before any attempt.
  char host[46];
  int port;
} ccurl_peer;

/// Opens the sockets of a transfer, none of which a started program inherits, and notes where they lead.
///
/// `peer` must outlive the transfer.
int ccurl_record_peer(ccurl_easy *_Nonnull easy, ccurl_peer *_Nonnull peer);

/// Counts how often the request was about to be sent, and forbids the second time.
///
/// The library would repeat a GET by itself where a connection that it had used before turns out to be closed. `count`
/// begins as 0 and must outlive the transfer.
int ccurl_send_once(ccurl_easy *_Nonnull easy, int *_Nonnull count);

ccurl_list *_Nullable ccurl_list_append(ccurl_list *_Nullable list, const char *_Nonnull text);
void ccurl_list_free(ccurl_list *_Nullable list);

enum {
  CCURLINFO_RESPONSE_CODE = 0x200002,
  CCURLINFO_SSL_VERIFYRESULT = 0x20000D,
  CCURLINFO_HTTP_CONNECTCODE = 0x200016,
  CCURLINFO_OS_ERRNO = 0x200019,
  /// Microseconds until the request could begin; 0 when it never could.
  CCURLINFO_PRETRANSFER_TIME_T = 0x600035,
};

/// Gives 0 for what is not known.
int64_t ccurl_info(ccurl_easy *_Nonnull easy, int info);

enum {
  CCURLE_OK = 0,
  CCURLE_UNSUPPORTED_PROTOCOL = 1,
  CCURLE_COULDNT_RESOLVE_PROXY = 5,
  CCURLE_COULDNT_RESOLVE_HOST = 6,
  CCURLE_COULDNT_CONNECT = 7,
  CCURLE_WEIRD_SERVER_REPLY = 8,
  CCURLE_HTTP2 = 16,
  CCURLE_PARTIAL_FILE = 18,
  CCURLE_WRITE_ERROR = 23,
  CCURLE_OPERATION_TIMEDOUT = 28,
  CCURLE_SSL_CONNECT_ERROR = 35,
  CCURLE_GOT_NOTHING = 52,
  CCURLE_SEND_ERROR = 55,
  CCURLE_RECV_ERROR = 56,
  CCURLE_PEER_FAILED_VERIFICATION = 60,
  CCURLE_BAD_CONTENT_ENCODING = 61,
  CCURLE_SSL_CACERT_BADFILE = 77,
  CCURLE_HTTP2_STREAM = 92,
  CCURLE_PROXY = 97,
};

/// libcurl's words for one of its numbers; never about a certain request.
const char *_Nonnull ccurl_words(int code);

// MARK: - Transfers side by side

ccurl_multi *_Nullable ccurl_multi_init(void);
void ccurl_multi_cleanup(ccurl_multi *_Nonnull multi);
int ccurl_multi_add(ccurl_multi *_Nonnull multi, ccurl_easy *_Nonnull easy);
int ccurl_multi_remove(ccurl_multi *_Nonnull multi, ccurl_easy *_Nonnull easy);
/// Does what can be done without waiting.
int ccurl_multi_perform(ccurl_multi *_Nonnull multi);
/// Gives the next transfer that is over, with its number, and NULL when there is none.
ccurl_easy *_Nullable ccurl_multi_finished(ccurl_multi *_Nonnull multi, int *_Nonnull code);
/// Waits until a transfer can go on, somebody wakes it, or the time is up.
int ccurl_multi_wait(ccurl_multi *_Nonnull multi, int milliseconds);
/// Ends the wait, or the next one; the one function here that any thread may call.
int ccurl_multi_wake(ccurl_multi *_Nonnull multi);

// MARK: - The parts of a proxy's address, as libcurl reads it

enum {
  CCURLUPART_SCHEME = 1,
  CCURLUPART_USER = 2,
  CCURLUPART_HOST = 5,
  CCURLUPART_PORT = 6,
};

/// Gives NULL for a text that is no address; the scheme may be missing.
ccurl_url *_Nullable ccurl_url_parse(const char *_Nonnull text);
/// Gives NULL for a part that is not there, and else a text for `ccurl_free`.
char *_Nullable ccurl_url_part(ccurl_url *_Nonnull url, int part);
void ccurl_free(char *_Nonnull text);
void ccurl_url_free(ccurl_url *_Nonnull url);
