#include "CCrypto.h"

#include <dlfcn.h>

static unsigned char *(*sha256)(const unsigned char *, size_t, unsigned char *);

const char *ccrypto_load(void) {
  void *library = dlopen("libcrypto.so.3", RTLD_NOW | RTLD_LOCAL);
  if (!library) return dlerror();
  *(void **)&sha256 = dlsym(library, "SHA256");
  return sha256 ? NULL : dlerror();
}

void ccrypto_sha256(const uint8_t *bytes, size_t count, uint8_t *digest) { sha256(bytes, count, digest); }
