#include "CZip.h"

#include <dlfcn.h>
#include <string.h>

static int (*compress2)(uint8_t *, unsigned long *, const uint8_t *, unsigned long, int);
static unsigned long (*bound)(unsigned long);
static unsigned long (*crc32)(unsigned long, const uint8_t *, unsigned);

/// What gzip puts before and behind the packed bytes, and what zlib's own form puts there.
enum { gzip_head = 10, gzip_tail = 8, zlib_head = 2, zlib_tail = 4 };

const char *czip_load(void) {
  void *library = dlopen("libz.so.1", RTLD_NOW | RTLD_LOCAL);
  if (!library) return dlerror();
  *(void **)&compress2 = dlsym(library, "compress2");
  *(void **)&bound = dlsym(library, "compressBound");
  *(void **)&crc32 = dlsym(library, "crc32");
  return compress2 && bound && crc32 ? NULL : dlerror();
}

size_t czip_room(size_t count) { return bound(count) + gzip_head + gzip_tail; }

static void put(uint8_t *place, unsigned long number) {
  for (int byte = 0; byte < 4; byte++) place[byte] = (uint8_t)(number >> (8 * byte));
}

size_t czip_pack(const uint8_t *bytes, size_t count, uint8_t *packed, size_t room) {
  // Lengths and checksums here have 32 bits; no answer is near that.
  if (count >= 1u << 31 || room < gzip_head + gzip_tail) return 0;
  // zlib's form is written where its head and checksum come to lie under those of gzip.
  uint8_t *own = packed + gzip_head - zlib_head;
  unsigned long length = room - gzip_head - gzip_tail + zlib_head + zlib_tail;
  if (compress2(own, &length, bytes, count, 1) != 0) return 0;
  static const uint8_t head[gzip_head] = {0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff};
  memcpy(packed, head, sizeof head);
  size_t end = gzip_head + length - zlib_head - zlib_tail;
  put(packed + end, crc32(0, bytes, (unsigned)count));
  put(packed + end + 4, count);
  return end + gzip_tail;
}
