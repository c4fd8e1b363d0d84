#pragma once

/// SHA-256 of OpenSSL, from the system's `libcrypto.so.3`, loaded when it is first asked for: no start pays for it.
///
/// Declarations of our own; see https://docs.openssl.org/3.0/man3/SHA256_Init/.

#include <stddef.h>
#include <stdint.h>

/// Loads the library; to be called once, before anything else here. Gives NULL, or why it cannot be used.
const char *_Nullable ccrypto_load(void);

/// Fills 32 bytes with the SHA-256 of `count` bytes.
void ccrypto_sha256(const uint8_t *_Nullable bytes, size_t count, uint8_t *_Nonnull digest);
