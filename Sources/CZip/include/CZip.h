#pragma once

/// Packing of zlib, from the system's `libz.so.1`, loaded when it is first asked for: no start pays for it.
///
/// Declarations of our own; see https://zlib.net/manual.html and RFC 1952.

#include <stddef.h>
#include <stdint.h>

/// Loads the library; to be called once, before anything else here. Gives NULL, or why it cannot be used.
const char *_Nullable czip_load(void);

/// How much room a packing of `count` bytes needs at most.
size_t czip_room(size_t count);

/// Packs `count` bytes as one member of gzip, fast rather than small. Gives its length, or 0 if it does not fit in `room`.
size_t czip_pack(const uint8_t *_Nonnull bytes, size_t count, uint8_t *_Nonnull packed, size_t room);
