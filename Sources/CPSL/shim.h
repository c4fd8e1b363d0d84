#ifndef POSTERN_CPSL_SHIM_H
#define POSTERN_CPSL_SHIM_H

/* Debian and Ubuntu: libpsl-dev */
#include <libpsl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The text of the system's list, which stands beside the compiled one that libpsl reads; NULL where there is none.
   libpsl answers about names and cannot list its rules. The caller frees it. Debian and Ubuntu: publicsuffix */
static inline char *postern_psl_text(void) {
  enum { limit = 8 << 20 };
  const char *compiled = psl_dist_filename();
  const char *dot = compiled == NULL ? NULL : strrchr(compiled, '.');
  if (dot == NULL || dot - compiled > 1000) return NULL;
  char path[1024];
  memcpy(path, compiled, (size_t)(dot - compiled));
  memcpy(path + (dot - compiled), ".dat", sizeof ".dat");
  FILE *file = fopen(path, "rb");
  if (file == NULL) return NULL;
  char *text = malloc(limit + 1);
  size_t length = text == NULL ? 0 : fread(text, 1, limit, file);
  fclose(file);
  if (length == 0) {
    free(text);
    return NULL;
  }
  text[length] = 0;
  char *fitted = realloc(text, length + 1);
  return fitted == NULL ? text : fitted;
}

#endif
